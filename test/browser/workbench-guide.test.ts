import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSPHRASE, type Parties, startParties } from '../support/workbench-parties.ts';
import { enter, excessOf, openBrowser, openWindow, shoot, tabTo, untilTrue, violationsOn } from './open-browser.ts';

// docs/researchers.md as a researcher would follow it, on a real coordinator and three real sites.
let parties: Parties;
let browser: Browser;
let state: Awaited<ReturnType<Awaited<ReturnType<typeof openWindow>>['context']['storageState']>>;
let origin = '';
let answer = '';

beforeAll(async () => {
  parties = await startParties(40);
  origin = new URL(parties.workbench.url).origin;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await parties?.close();
});

/** Fills a field in as a person does, and waits until the page has taken it up. */
async function choose(page: Page, field: string, value: string): Promise<void> {
  const [taken] = await Promise.all([
    page.waitForResponse((response) => response.url().includes('price=yes')),
    page.selectOption(field, value),
  ]);
  await taken.finished();
  await untilTrue(page, `document.querySelector('${field}')?.value === '${value}'`);
}

describe('the researcher’s guide', () => {
  it('leads from the printed address to a priced question, which changes while it is edited', async () => {
    const { context, page, complaints } = await openWindow(browser);
    await page.goto(parties.workbench.url);
    expect(await violationsOn(page)).toEqual([]);
    await shoot(page, 'workbench-unlock');
    await page.fill('#passphrase', PASSPHRASE);
    await page.click('main button[type=submit]');
    await page.waitForURL(`${origin}/`);
    state = await context.storageState();
    await choose(page, '#f1', 'Modality');
    await page.waitForSelector('#v1');
    await choose(page, '#v1', 'CT');
    await choose(page, '#by1', 'PatientSex');
    await page.waitForSelector('#quote table');
    expect(await page.locator('#quote').innerText()).toContain('Added up over 3 sites');
    expect(await violationsOn(page)).toEqual([]);
    await shoot(page, 'workbench-question');
    expect(complaints).toEqual([]);
    await page.click('#quote button[formaction^="/ask"]');
    await page.waitForSelector('#result-0');
    answer = new URL(page.url()).pathname;
    await untilTrue(page, '[...document.images].every((image) => image.complete && image.naturalWidth > 0)');
    expect(await page.locator('main').innerText()).toMatch(/Added up over 3 of 3 sites/);
    await page.locator('#download summary').click();
    expect(await page.locator('#command').innerText()).toContain('npx --no sfumato ask question.json');
    expect(await page.locator('#methods blockquote').innerText()).toContain('discrete Laplace');
    expect(await violationsOn(page)).toEqual([]);
    await shoot(page, 'workbench-answer');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('draws the sites’ effects as `sfumato meta` does', async () => {
    const { context, page } = await openWindow(browser, { storageState: state });
    await page.goto(`${origin}${answer}`);
    await page.selectOption('#effect', 'proportion');
    await page.selectOption('#outcome1', 'PatientSex=F');
    await page.selectOption('#outcome2', 'PatientSex=M');
    await page.click('#forest button');
    await page.waitForSelector('#forest pre');
    await untilTrue(page, "document.querySelector('#forest img').naturalWidth > 0");
    expect(await violationsOn(page)).toEqual([]);
    await shoot(page, 'workbench-forest');
    await context.close();
  });

  it.each([
    ['en', 'dark'],
    ['de', 'light'],
  ] as const)('holds in %s, %s, with nothing that axe objects to', async (lang, theme) => {
    const { context, page, complaints } = await openWindow(browser, { storageState: state, colorScheme: theme });
    await page.goto(`${origin}/preferences?lang=${lang}&back=/`);
    for (const path of [
      '/?price=yes&kind=mean&of=PatientAge&epsilon=1',
      '/?price=yes&epsilon=much',
      '/save?epsilon=0.5',
      '/answers',
      '/saved',
      answer,
    ]) {
      await page.goto(`${origin}${path}`);
      for (const summary of await page.locator('summary').all()) {
        await summary.click();
      }
      expect(await violationsOn(page)).toEqual([]);
      expect([path, await excessOf(page)]).toEqual([path, 0]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect([path, await excessOf(page)]).toEqual([path, 0]);
      await page.setViewportSize({ width: 1280, height: 860 });
    }
    await shoot(page, `workbench-answer-${lang}-${theme}`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is walked without script', async () => {
    const { context, page } = await openWindow(browser, { storageState: state, javaScriptEnabled: false });
    await page.goto(`${origin}/`);
    await page.selectOption('#f1', 'PatientAge');
    await page.click('main form[action="/"] button');
    await page.fill('#l1', '50');
    await page.click('main form[action="/"] button');
    expect(await page.locator('#quote').innerText()).toContain('Expected ±');
    await page.fill('#l1', '60');
    await page.click('#quote button[formaction="/save"]');
    expect(await page.locator('main code').innerText()).toContain('60');
    await page.fill('#name', 'older-patients');
    await page.click('form[action="/save"] button');
    expect(await page.locator('main').innerText()).toContain('older-patients');
    await page.getByRole('link', { name: 'Open older-patients 1' }).click();
    expect(await page.inputValue('#l1')).toBe('60');
    await page.click('main form[action="/"] button');
    await page.click('#quote button[formaction^="/ask"]');
    while ((await page.locator('#result-0').count()) === 0) {
      await page.getByRole('link', { name: 'Look again' }).click();
    }
    expect(await page.locator('#result-0').innerText()).toContain('patients');
    await context.close();
  });

  it('signs nothing that was changed after it was priced, and says so', async () => {
    const { context, page } = await openWindow(browser, { storageState: state });
    await page.goto(`${origin}/?price=yes&epsilon=0.5&f1=Modality&v1=XA`);
    await page.fill('#epsilon', '0.05');
    await page.click('#quote button[formaction^="/ask"]');
    await page.waitForURL(/price=anew/);
    expect(await page.locator('#priced').innerText()).toContain('so nothing was signed and nobody asked');
    expect(await page.locator('#quote table').innerText()).toContain('0.05');
    await page.click('#quote button[formaction^="/ask"]');
    await page.waitForSelector('#result-0');
    expect(await page.locator('#methods').innerText()).toContain('"epsilon":"0.05"');
    await context.close();
  });

  it('keeps the focus on a link while the states of the sites are asked for again and again, and says where nothing answers', async () => {
    const { context, page } = await openWindow(browser, { storageState: state });
    let first: string | undefined;
    let isGone = false;
    await page.route('**/answers/*', async (route) => {
      first ??= await (await route.fetch()).text();
      await (isGone ? route.abort() : route.fulfill({ body: first, contentType: 'text/html' }));
    });
    // Where asking leads to is looked at by itself: what a redirect names passes no route.
    let answer: string | undefined;
    await page.route('**/ask*', async (route) => {
      const asked = await route.fetch({ maxRedirects: 0 });
      answer = asked.headers().location;
      await route.fulfill({ status: 204 });
    });
    await page.goto(`${origin}/?price=yes&epsilon=0.31`);
    const asked = page.waitForResponse('**/ask*');
    await page.click('#quote button[formaction^="/ask"]');
    await asked;
    await page.goto(`${origin}${answer}`);
    await page.locator('#progress').getByRole('link').focus();
    for (const _ of [1, 2]) {
      await page.evaluate("document.querySelector('#progress').dataset.old = 'yes'");
      await untilTrue(page, "document.querySelector('#progress').dataset.old === undefined");
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Look again');
    }
    isGone = true;
    const alert = page.locator('#progress [role=alert]');
    await expect
      .poll(() => alert.allInnerTexts(), { timeout: 20_000 })
      .toEqual([expect.stringContaining('goes on asking')]);
    const said = await alert.elementHandle();
    await page.waitForRequest('**/answers/*');
    await page.waitForRequest('**/answers/*');
    // Read out once, and not with each second.
    expect(await said?.evaluate((one) => one.isConnected)).toBe(true);
    expect(await page.locator('#progress tbody tr').count()).toBe(3);
    isGone = false;
    await expect.poll(() => alert.count(), { timeout: 20_000 }).toBe(0);
    await context.close();
  });

  it('takes the price away and says so where nothing answers, until something does', async () => {
    const { context, page } = await openWindow(browser, { storageState: state });
    await page.goto(`${origin}/?price=yes&epsilon=0.5&f1=Modality&v1=XA`);
    await page.waitForSelector('#quote table');
    await context.setOffline(true);
    for (const epsilon of ['0.05', '0.06']) {
      await page.fill('#epsilon', epsilon);
      await page.locator('#epsilon').blur();
      await page.waitForSelector('#priced [role=alert]:has-text("Nothing answers at this address")');
      expect(await page.locator('#quote').count()).toBe(0);
    }
    expect(await violationsOn(page)).toEqual([]);
    await context.setOffline(false);
    await page.fill('#epsilon', '0.07');
    await page.locator('#epsilon').blur();
    await page.waitForSelector('#quote table:has-text("0.07")');
    expect(await page.locator('#priced').innerText()).not.toContain('Nothing answers');
    await page.route('**/?price=*', (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }));
    await page.fill('#epsilon', '0.08');
    await page.locator('#epsilon').blur();
    await page.waitForSelector('#priced [role=alert]:has-text("Nothing answers at this address")');
    expect(await page.inputValue('#epsilon')).toBe('0.08');
    await page.unroute('**/?price=*');
    await page.route('**/?price=*', (route) => route.fulfill({ status: 414, body: '<h1>URI Too Long</h1>' }));
    await page.fill('#epsilon', '0.09');
    await page.locator('#epsilon').blur();
    await page.waitForSelector('#priced [role=alert]:has-text("too long for an address")');
    await context.close();
  });

  it('keeps the question through a reload and while the key is closed in another tab', async () => {
    const { context, page } = await openWindow(browser, { storageState: state });
    await page.goto(`${origin}/`);
    await choose(page, '#f1', 'Modality');
    await choose(page, '#v1', 'MG');
    await page.reload();
    expect(await page.inputValue('#v1')).toBe('MG');
    const other = await context.newPage();
    await other.goto(`${origin}/`);
    await other.click('form[action="/lock"] button');
    await page.selectOption('#by1', 'PatientSex');
    await page.waitForSelector('#passphrase');
    expect(await violationsOn(page)).toEqual([]);
    await page.fill('#passphrase', PASSPHRASE);
    await enter(page);
    expect([await page.inputValue('#v1'), await page.inputValue('#by1')]).toEqual(['MG', 'PatientSex']);
    await context.close();
  });

  it('is walked by keyboard alone', async () => {
    const { context, page } = await openWindow(browser, { storageState: state });
    await page.goto(`${origin}/`);
    await tabTo(page, '#epsilon');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('0.4');
    await enter(page);
    await tabTo(page, '#quote button[formaction^="/ask"]');
    await enter(page);
    await page.waitForSelector('#result-0');
    await context.close();
  });
});
