import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/cli/server/serve.ts';
import { openPages } from '../dashboard/open-pages.ts';
import { enter, openBrowser, openWindow, shoot, tabTo, violationsOn } from './open-browser.ts';

const PASSWORD = 'a long password of mine';

let site: Awaited<ReturnType<typeof openPages>>;
let server: Awaited<ReturnType<typeof listen>>;
let browser: Browser;
beforeAll(async () => {
  site = await openPages();
  server = await listen(site.app, { host: 'localhost', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await site?.close();
});

describe('somebody who was invited', () => {
  it('sets password and codes up by keyboard, and is signed in; axe objects to none of the pages', async () => {
    const { context, page, complaints } = await openWindow(browser);
    await page.goto(`${server.url}/budgets`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    const found = [...(await violationsOn(page))];
    await shoot(page, 'sign-in');
    await page.goto(`${server.url}/enrol`);
    await tabTo(page, '#invitation');
    await page.keyboard.type(site.invite('mira'));
    await enter(page);
    found.push(...(await violationsOn(page)));
    await shoot(page, 'enrol');
    const secret = (await page.locator('dd .hash').innerText()).replaceAll(/\s/g, '');
    for (const [name, value] of [
      ['password', PASSWORD],
      ['again', PASSWORD],
      ['code', new TOTP({ secret }).generate()],
    ] as const) {
      await tabTo(page, `#${name}`);
      await page.keyboard.type(value);
    }
    await enter(page);
    found.push(...(await violationsOn(page)));
    await shoot(page, 'deciding-key');
    await page.goto(`${server.url}/budgets`);
    expect(new URL(page.url()).pathname).toBe('/budgets');
    expect(await page.locator('.visitor').innerText()).toContain('mira');
    await page.goto(`${server.url}/step-up?next=/incidents`);
    found.push(...(await violationsOn(page)));
    await shoot(page, 'step-up');
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
