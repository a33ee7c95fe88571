import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATORS_PATHS, PAGE_PATHS } from '../dashboard/page-paths.table.ts';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';
import { enter, excessOf, openBrowser, openWindow, shoot } from './open-browser.ts';

// The program as it is built, on a small screen, at a site whose people and own name are as long as names may be.
const SITE = `university-hospital-${'x'.repeat(33)}`;
const PERSON = `maximiliane-alexandra-${'y'.repeat(41)}`;
const OTHER = 'noor';
const PASSWORD = 'a long password of mine';
const SMALL = { viewport: { width: 360, height: 740 } };
const ROLES = '[steward, privacy-officer, auditor, operator]';

let site: Awaited<ReturnType<typeof publishedSite>>;
let node: Server;
let browser: Browser;
let origin: string;
beforeAll(async () => {
  site = await publishedSite({ site: SITE, publicKey: analyst().publicKey });
  const people = [PERSON, OTHER].map((id) => `  - { person: ${id}, key: ${analyst().publicKey}, roles: ${ROLES} }\n`);
  appendFileSync(site.config, `pages: { port: 0 }\npeople:\n${people.join('')}`);
  node = await startServer(['node', 'start', '--config', site.config]);
  origin = (node.pages ?? '').replace('127.0.0.1', 'localhost'); // a passkey is for a name, not for an address
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await node?.kill('SIGTERM');
  rmSync(site.folder, { recursive: true, force: true });
});

/** Takes an invitation up, as far as the page with both ways. */
async function invited(page: Page, person: string): Promise<void> {
  const { stdout } = await sfumato(['access', 'invite', person, '--config', site.config, '--json']);
  await page.goto(`${origin}/enrol`);
  await page.fill('#invitation', JSON.parse(stdout).invitation);
  await enter(page);
}

async function fits(page: Page): Promise<void> {
  expect([page.url(), await excessOf(page)]).toEqual([page.url(), 0]);
}

describe('the pages of the program as it is built', () => {
  it('let somebody in by password and codes, and fit a small screen with the longest names', async () => {
    const { context, page, complaints } = await openWindow(browser, SMALL);
    await invited(page, PERSON);
    await fits(page);
    await shoot(page, 'built-enrol');
    expect(await page.locator('main').innerText()).toContain('at least 12 characters');
    const secret = (await page.locator('dd .hash').innerText()).replaceAll(/\s/g, '');
    for (const [name, value] of [
      ['password', PASSWORD],
      ['again', PASSWORD],
      ['code', new TOTP({ secret }).generate()],
    ] as const) {
      await page.fill(`#${name}`, value);
    }
    await enter(page);
    expect(new URL(page.url()).pathname).toBe('/deciding-key');
    await fits(page);
    await shoot(page, 'built-key');
    await Promise.all([page.waitForEvent('load'), page.click('main a[href="/"]')]);
    await fits(page);
    for (const path of [...PAGE_PATHS, ...OPERATORS_PATHS, '/nothing', '/step-up?next=/incidents']) {
      await page.goto(`${origin}${path}`);
      await fits(page);
    }
    await shoot(page, 'built-step-up');
    expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
    await context.close();
  });

  it('let somebody in by a passkey, who signs out in one tab and is told so in the other', async () => {
    const { context, page } = await openWindow(browser, SMALL);
    const devTools = await context.newCDPSession(page);
    await devTools.send('WebAuthn.enable');
    await devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      },
    });
    await invited(page, OTHER);
    await page.getByRole('button', { name: 'passkey' }).click();
    await page.waitForURL('**/deciding-key');
    await page.goto(`${origin}/incidents`);
    const tab = await context.newPage();
    await tab.goto(`${origin}/budgets`);
    await Promise.all([tab.waitForEvent('load'), tab.click('.visitor button')]);
    await page.fill('#freeze-scope', 'node');
    await page.fill('#freeze-reason', 'Tried in a browser.');
    await page.fill('#freeze-passphrase', 'whatever it is');
    await enter(page);
    expect(await page.locator('main').innerText()).toContain('you are not signed in any more');
    await fits(page);
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('button', { name: 'passkey' }).click();
    await page.waitForURL(`${origin}/`);
    expect(await page.locator('.visitor').innerText()).toContain(OTHER);
    await context.close();
  });
});

describe('the page of an ingest', () => {
  it('fits a small screen', async () => {
    const file = join(site.folder, 'report.html');
    await sfumato(['staging', 'reports', '--run', '1', '--config', site.config, '--report', file]);
    const { context, page } = await openWindow(browser, SMALL);
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator('table').count()).toBeGreaterThan(2);
    await fits(page);
    await shoot(page, 'built-ingest-report');
    await context.close();
  });
});
