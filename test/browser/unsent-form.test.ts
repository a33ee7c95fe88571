import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/cli/server/serve.ts';
import { type OpenPages, openPages, PASSPHRASE } from '../dashboard/open-pages.ts';
import { openBrowser, openWindow, violationsOn } from './open-browser.ts';

const REASON = 'Something was seen in the logs.';

let site: OpenPages;
let pages: Listening;
let browser: Browser;
beforeAll(async () => {
  site = await openPages();
  pages = await listen(site.app, { host: 'localhost', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await site?.close();
});

const isFrozen = (): boolean => site.node.ctx.governance.decisions.frozen.has('project:lung-imaging');

async function filled(page: Page): Promise<void> {
  await page.goto(`${pages.url}/test-sign-in/mira`);
  await page.goto(`${pages.url}/incidents`);
  await page.selectOption('#freeze-severity', 'high');
  await page.fill('#freeze-scope', 'project:lung-imaging');
  await page.fill('#freeze-reason', REASON);
  await page.fill('#freeze-passphrase', PASSPHRASE);
}

const FREEZE = 'form[action="/incidents/freeze"]';

it.each(['nothing', 'a proxy with 502'])(
  'a form that is sent where %s answers keeps what was written, says so, and is sent later',
  async (what) => {
    const { context, page } = await openWindow(browser);
    await filled(page);
    const posted: string[] = [];
    page.on('request', (request) => posted.push(...(request.method() === 'POST' ? [request.url()] : [])));
    const { port } = new URL(pages.url);
    if (what === 'nothing') {
      await pages.close();
    } else {
      await page.route('**/*', (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }));
    }
    await page.click(`${FREEZE} button`);
    await page.waitForSelector(`${FREEZE} [role=alert]`);
    expect(await page.locator(`${FREEZE} [role=alert]`).innerText()).toContain('nothing was sent');
    expect(await page.inputValue('#freeze-reason')).toBe(REASON);
    expect(posted).toEqual([]);
    expect(await page.locator('[role=alert]').count()).toBe(1);
    expect(await violationsOn(page).catch(() => [])).toEqual([]);
    await page.unrouteAll();
    if (what === 'nothing') {
      pages = await listen(site.app, { host: 'localhost', port: Number(port) });
    }
    await page.dblclick(`${FREEZE} button`);
    await page.waitForSelector('.notice.good');
    expect([isFrozen(), posted.length]).toEqual([true, 1]);
    site.node.ctx.governance.decisions.frozen.delete('project:lung-imaging');
    await context.close();
  },
);
