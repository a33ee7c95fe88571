import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../dashboard/open-pages.ts';
import { type LivingSite, livingSite } from './living-site.ts';
import { openBrowser, openWindow, shoot, tabTo } from './open-browser.ts';

const REASON = 'Decided at the data board.';
const QUESTION = 'count: patients\nwhere: { Modality: CT }\nepsilon: "0.5"\n';

let site: LivingSite;
let browser: Browser;
beforeAll(async () => {
  site = await livingSite();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Types into a form by keyboard alone, field after field, and sends it with Enter. */
async function typeForm(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await tabTo(page, `#${name}`);
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
  await page.waitForLoadState();
}

async function follow(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
  await page.waitForLoadState();
}

const leftOf = async (page: Page): Promise<string> => {
  await page.goto(`${site.url}/budgets`);
  return await page.locator('#project tbody tr td').nth(3).innerText();
};

describe('the way of a budget', () => {
  it('by keyboard alone: more is proposed by one, approved by another, spent by a question, and stopped by a freeze', async () => {
    const [noor, mira] = [await openWindow(browser), await openWindow(browser)];
    await noor.page.goto(`${site.url}/test-sign-in/noor`);
    await mira.page.goto(`${site.url}/test-sign-in/mira`);

    // The steward proposes more budget.
    await follow(noor.page, 'nav a[href="/budgets"]');
    await follow(noor.page, '#project tbody a');
    await typeForm(noor.page, { 'grant-epsilon': '2.5', 'grant-reason': REASON, 'grant-passphrase': PASSPHRASE });
    expect(await noor.page.locator('.notice.good').innerText()).toContain('Your signature is on record');
    await shoot(noor.page, 'path-1-proposed');
    expect(await leftOf(noor.page)).toBe('20');

    // The privacy officer finds it among the approvals, and signs.
    await follow(mira.page, 'nav a[href="/inbox"]');
    await shoot(mira.page, 'path-2-inbox');
    await follow(mira.page, '#waiting tbody a');
    await shoot(mira.page, 'path-3-decision');
    await typeForm(mira.page, { 'approve-passphrase': PASSPHRASE });
    expect(await mira.page.locator('.notice.good').innerText()).toContain('taken');
    expect(await leftOf(mira.page)).toBe('22.5');

    // The researcher asks by command, and the budget falls.
    const answered = await site.ask(QUESTION);
    expect(answered).toMatchObject({ code: 0, stdout: expect.stringContaining('"combined"') });
    expect(await leftOf(mira.page)).toBe('22');
    await shoot(mira.page, 'path-4-budgets');

    // A freeze stops the same question at once.
    await mira.page.goto(`${site.url}/`);
    await follow(mira.page, 'nav a[href="/incidents"]');
    await typeForm(mira.page, {
      'freeze-scope': 'project:lung-imaging',
      'freeze-reason': REASON,
      'freeze-passphrase': PASSPHRASE,
    });
    expect(await mira.page.locator('#frozen').innerText()).toContain('project:lung-imaging');
    await shoot(mira.page, 'path-5-frozen');
    const refused = await site.ask(QUESTION.replace('CT', 'MR'));
    expect(refused.code).not.toBe(0);
    expect(`${refused.stdout}${refused.stderr}`).toContain('frozen');
    expect(await leftOf(mira.page)).toBe('22');
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
