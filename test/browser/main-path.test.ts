import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../dashboard/open-pages.ts';
import type { Server } from '../support/command.ts';
import { projectTerms } from '../support/project-terms.ts';
import { CARLS_PROJECT, type LivingSite, livingSite } from './living-site.ts';
import { enter, openBrowser, openWindow, shoot, tabTo } from './open-browser.ts';

const REASON = 'Decided at the data board.';

let site: LivingSite;
let workbench: Server;
let browser: Browser;
beforeAll(async () => {
  site = await livingSite();
  workbench = await site.carl.workbench();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await workbench?.kill('SIGTERM');
  await site?.close();
});

/** Types into a form by keyboard alone, field after field, and sends it with Enter. */
async function typeForm(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await tabTo(page, `#${name}`);
    await page.keyboard.type(value);
  }
  await enter(page);
}

async function follow(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await enter(page);
}

/** Finds the decision that waits among the approvals, and signs it. */
async function approve(page: Page): Promise<string> {
  await page.goto(`${site.url}/`);
  await follow(page, 'nav a[href="/inbox"]');
  await page.setViewportSize({ width: 360, height: 740 });
  // The way to the decision is seen on a small screen without a look sideways.
  const way = await page.locator('#waiting tbody a').first().boundingBox();
  expect((way?.x ?? 360) + (way?.width ?? 0)).toBeLessThan(360);
  await page.setViewportSize({ width: 1280, height: 860 });
  await follow(page, '#waiting tbody a');
  await typeForm(page, { 'approve-passphrase': PASSPHRASE });
  return await page.locator('.notice.good').innerText();
}

const leftOf = async (page: Page, project: string): Promise<string> => {
  await page.goto(`${site.url}/budgets`);
  return await page.locator(`#project tbody tr:has-text("${project}") td`).nth(3).innerText();
};

const decided = (form: string) => ({ [`${form}-reason`]: REASON, [`${form}-passphrase`]: PASSPHRASE });

/** Hands a file in that a researcher signed on his own machine. */
async function handIn(page: Page, file: string): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await tabTo(page, '#apply-application');
  await page.keyboard.insertText(readFileSync(file, 'utf8'));
  await follow(page, '#apply button');
}

/** Puts a question together on the workbench, and sees its price. */
async function price(page: Page): Promise<void> {
  await page.goto(new URL('/', page.url()).href);
  await tabTo(page, '#epsilon');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('0.5');
  await enter(page);
}

async function ask(page: Page): Promise<void> {
  await price(page);
  await follow(page, '#quote button[formaction^="/ask"]');
}

/** Where no answer could come, the page says why and offers nothing to sign. */
async function cannotAsk(page: Page, why: string): Promise<void> {
  await price(page);
  await page.waitForSelector(`#quote tr:has-text("harbour"):has-text("${why}")`);
  expect(await page.locator('#quote button[formaction^="/ask"]').count()).toBe(0);
}

const TEXT = 'Results are for the purpose of the project alone. Nobody tries to recognise anybody.';

describe('the way of a project', () => {
  it('by keyboard alone: applied for, approved by two, its agreement signed, asked in, its budget spent, and stopped by a freeze', async () => {
    const { carl } = site;
    const [noor, mira] = [await openWindow(browser), await openWindow(browser)];
    await noor.page.goto(`${site.url}/test-sign-in/noor`);
    await mira.page.goto(`${site.url}/test-sign-in/mira`);

    // A data-use text comes into force by two people.
    await follow(noor.page, 'nav a[href="/agreements"]');
    await typeForm(noor.page, { 'publish-name': 'data-use', 'publish-text': TEXT, ...decided('publish') });
    expect(await approve(mira.page)).toContain('taken');

    // The researcher applies on his own machine; the application is handed in on the page, and two approve it.
    const at = (file: string): string => join(site.folder, file);
    const [terms, text, application, agreed] = [at('bones.yaml'), at('terms.txt'), at('bones.json'), at('agreed.json')];
    writeFileSync(terms, projectTerms(CARLS_PROJECT, carl.publicKey));
    writeFileSync(text, `${TEXT}\n`);
    const away = ['--site', 'harbour', '--out'];
    const why = ['--reason', 'Thesis of Carl.'];
    const applied = await carl.signs('project', 'apply', terms, ...why, ...away, application);
    expect([applied.code, applied.stderr]).toEqual([0, '']);
    await handIn(noor.page, application);
    await shoot(noor.page, 'path-1-applied');
    expect(await approve(noor.page)).toContain('Your signature is on record');
    expect(await approve(mira.page)).toContain('taken');
    await mira.page.goto(`${site.url}/projects/${CARLS_PROJECT}`);
    await shoot(mira.page, 'path-2-project');
    expect(await mira.page.locator('main').innerText()).toContain('has not been signed');
    expect(await leftOf(mira.page, CARLS_PROJECT)).toBe('4');

    // Without the agreement nothing is answered; with it, the researcher's question is, and the budget falls.
    const desk = await openWindow(browser);
    await desk.page.goto(workbench.url);
    await typeForm(desk.page, { passphrase: PASSPHRASE });
    await cannotAsk(desk.page, 'agreement');
    expect(await leftOf(mira.page, CARLS_PROJECT)).toBe('4');
    const read = ['--person', 'carl', '--reason', 'I have read it.', '--text', text, ...away, agreed];
    expect(await carl.signs('agreement', 'sign', 'data-use', ...read)).toMatchObject({ code: 0 });
    await handIn(noor.page, agreed);
    expect(await noor.page.locator('.notice.good').innerText()).toContain('carl');
    await ask(desk.page);
    await desk.page.waitForSelector('#result-0');
    await shoot(desk.page, 'path-3-answer');
    expect(await leftOf(mira.page, CARLS_PROJECT)).toBe('3.5');
    await shoot(mira.page, 'path-4-budgets');

    // A freeze stops the same question at once.
    await mira.page.goto(`${site.url}/`);
    await follow(mira.page, 'nav a[href="/incidents"]');
    await typeForm(mira.page, { 'freeze-scope': `project:${CARLS_PROJECT}`, ...decided('freeze') });
    expect(await mira.page.locator('#frozen').innerText()).toContain(`project ${CARLS_PROJECT}`);
    await shoot(mira.page, 'path-5-frozen');
    await cannotAsk(desk.page, 'frozen');
    await shoot(desk.page, 'path-6-refused');
    expect(await leftOf(mira.page, CARLS_PROJECT)).toBe('3.5');
    expect([...noor.complaints, ...mira.complaints, ...desk.complaints]).toEqual([]);
    for (const { context } of [noor, mira, desk]) {
      await context.close();
    }
  });
});

describe('the way of a budget', () => {
  it('by keyboard alone: more is proposed by one and approved by another', async () => {
    const [noor, mira] = [await openWindow(browser), await openWindow(browser)];
    await noor.page.goto(`${site.url}/test-sign-in/noor`);
    await mira.page.goto(`${site.url}/test-sign-in/mira`);
    await follow(noor.page, 'nav a[href="/budgets"]');
    await follow(noor.page, '#project tbody a[href*="lung-imaging"]');
    await typeForm(noor.page, { 'grant-epsilon': '2.5', ...decided('grant') });
    expect(await noor.page.locator('.notice.good').innerText()).toContain('Your signature is on record');
    expect(await leftOf(noor.page, 'lung-imaging')).toBe('20');
    expect(await approve(mira.page)).toContain('taken');
    expect(await leftOf(mira.page, 'lung-imaging')).toBe('22.5');
    expect([...noor.complaints, ...mira.complaints]).toEqual([]);
    await noor.context.close();
    await mira.context.close();
  });

  it('asks for both factors again before a decision, once they are minutes old', async () => {
    const { context, page } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/noor?stale=1`);
    await page.goto(`${site.url}/incidents`);
    expect(await page.locator('.notice.wait a').getAttribute('href')).toBe('/step-up?next=%2Fincidents');
    await context.close();
  });
});
