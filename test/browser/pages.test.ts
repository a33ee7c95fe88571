import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../dashboard/open-pages.ts';
import { OPERATORS_PATHS, PAGE_PATHS } from '../dashboard/page-paths.table.ts';
import { type LivingSite, livingSite } from './living-site.ts';
import { excessOf, openBrowser, openWindow, shoot, violationsOn } from './open-browser.ts';
import { note } from './outcome.ts';

const PAGES = [...PAGE_PATHS, '/nothing'] as const;
const nameOf = (path: string): string => path.slice(1).replace(/\W+/g, '-') || 'overview';

let site: LivingSite;
let browser: Browser;
/** Pages of one incident, one decision and one answer: whose they are is known only once there are such. */
let found: readonly string[];
beforeAll(async () => {
  site = await livingSite();
  browser = await openBrowser();
  await site.ask('count: patients\nwhere: { Modality: CT }\nepsilon: "0.5"\n');
  found = await pagesFound();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function pagesFound(): Promise<readonly string[]> {
  const noor = site.browser('noor');
  const signed = (form: string) => ({ [`${form}-reason`]: 'Tried in a browser.', [`${form}-passphrase`]: PASSPHRASE });
  await noor.send('/incidents', '/incidents/freeze', { 'freeze-scope': 'link:site/harbour', ...signed('freeze') });
  await noor.send('/people', '/people/dismiss', { 'dismiss-person': 'otto', ...signed('dismiss') });
  const [incident] = (await site.run('incidents')).incidents;
  const [decision] = (await site.run('inbox')).pending;
  const [answer] = (await site.run('receipts')).receipts;
  return [`/incidents/${incident?.id}`, `/inbox/${decision?.action.id}`, `/receipts/${answer?.seq}`];
}

describe.each([
  ['en', 'light'],
  ['en', 'dark'],
  ['de', 'light'],
  ['de', 'dark'],
] as const)('pages in %s, %s', (lang, theme) => {
  it('have nothing that axe objects to, and nothing that the policy for content stops', async () => {
    const { context, page, complaints } = await openWindow(browser, { colorScheme: theme });
    await page.goto(`${site.url}/test-sign-in/mira`);
    await page.goto(`${site.url}/preferences?lang=${lang}&back=/`);
    const wrong: string[] = [];
    const look = async (path: string, name = nameOf(path)): Promise<void> => {
      await page.goto(`${site.url}${path}`);
      for (const summary of await page.locator('summary').all()) {
        await summary.click();
      }
      wrong.push(...(await violationsOn(page)));
      await page.goto(`${site.url}${path}`);
      await shoot(page, `${name}-${lang}-${theme}`);
    };
    for (const path of PAGES) {
      await look(path);
    }
    for (const path of found) {
      await look(path, `one-${path.split('/')[1]}`);
    }
    await page.goto(`${site.url}/test-sign-in/otto`);
    for (const path of OPERATORS_PATHS) {
      await look(path);
    }
    await context.close();
    expect(wrong).toEqual([]);
    expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
  });
});

describe('pages without script', () => {
  it('show everything, and take every form', async () => {
    const { context, page } = await openWindow(browser, { javaScriptEnabled: false });
    await page.goto(`${site.url}/test-sign-in/rosa`);
    for (const path of PAGE_PATHS) {
      const response = await page.goto(`${site.url}${path}`);
      expect(response?.status()).toBe(200);
      expect(await page.locator('h1').isVisible()).toBe(true);
    }
    await page.goto(`${site.url}/what-if`);
    const before = await page.locator('#worth').innerText();
    await page.fill('#epsilon', '1');
    await page.click('main button[type=submit]');
    expect(await page.locator('#worth').innerText()).not.toBe(before);
    await page.getByRole('link', { name: 'Deutsch' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByRole('link', { name: 'dunkel' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await context.close();
  });
});

describe('a page with script', () => {
  it('shows what ε buys while one types, without a look at any data', async () => {
    const { context, page, complaints } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/mira`);
    await page.goto(`${site.url}/what-if`);
    const before = await page.locator('#worth').innerText();
    await page.locator('#epsilon').fill('1.5');
    await expect.poll(() => page.locator('#worth').innerText(), { timeout: 20_000 }).not.toBe(before);
    expect(await page.locator('#epsilon').inputValue()).toBe('1.5');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows what the last ε buys, however many were typed while the first was worked out', async () => {
    const { context, page } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/mira`);
    await page.goto(`${site.url}/what-if`);
    let came = 0;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route('**/what-if?*', async (route) => {
      came += 1;
      await held;
      await route.continue().catch(() => undefined);
    });
    for (const epsilon of ['0.2', '0.4', 'much']) {
      await page.fill('#epsilon', epsilon);
      await page.waitForTimeout(600);
    }
    goOn();
    await expect.poll(() => page.locator('#worth').innerText(), { timeout: 20_000 }).toContain('Use a number');
    expect(came).toBe(3);
    await context.close();
  });

  it('gives no numbers for what is none, nor where nothing or a proxy answers, and says so', async () => {
    const { context, page } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/mira`);
    await page.goto(`${site.url}/what-if`);
    const worth = page.locator('#worth');
    const shows = async (field: string, value: string, said: string) => {
      await page.locator(field).fill(value);
      await expect.poll(() => worth.innerText(), { timeout: 20_000, message: value }).toContain(said);
      const isWidth = /±/.test(await worth.innerText());
      expect([value, isWidth]).toEqual([value, said === '±']);
      expect(await page.locator(field).inputValue()).toBe(value);
    };
    for (const wrong of ['99', 'much', '']) {
      await shows('#epsilon', wrong, 'Use a number such as 0.1');
      await shows('#epsilon', '0.5', '±');
    }
    await shows('#sites', '501', 'from 1 to 500');
    await shows('#sites', '500', '±');
    await context.setOffline(true);
    await shows('#epsilon', '0.6', 'Nothing answers at this address');
    expect(await violationsOn(page)).toEqual([]);
    await context.setOffline(false);
    await shows('#epsilon', '0.7', '±');
    await page.route('**/what-if?*', (route) => route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>' }));
    await shows('#epsilon', '0.8', 'Nothing answers at this address');
    await page.unroute('**/what-if?*');
    await shows('#epsilon', '0.9', '±');
    await context.close();
  });

  it('leaves what is being typed as it is, also behind the link to the content', async () => {
    const { context, page } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/mira`);
    await page.goto(`${site.url}/what-if#main`);
    const field = await page.locator('#epsilon').elementHandle();
    const before = await page.locator('#worth').innerText();
    await page.locator('#epsilon').fill('1.5');
    await expect.poll(() => page.locator('#worth').innerText(), { timeout: 20_000 }).not.toBe(before);
    expect(await field?.evaluate((one) => one.isConnected)).toBe(true);
    await context.close();
  });

  it('draws its charts, and holds the same numbers in a table', async () => {
    const { context, page } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/mira`);
    for (const path of ['/budgets', '/budgets/project:lung-imaging']) {
      await page.goto(`${site.url}${path}`);
      const picture = page.locator('.chart img').first();
      await expect
        .poll(() => picture.evaluate((one) => 'naturalWidth' in one && one.naturalWidth))
        .toBeGreaterThan(300);
      await page.locator('summary').first().click();
      expect(await page.locator('.chart table tbody tr').count()).toBeGreaterThan(0);
    }
    await context.close();
  });

  it('has text fields and choices of one height beside each other', async () => {
    const { context, page } = await openWindow(browser);
    await page.goto(`${site.url}/test-sign-in/mira`);
    await page.goto(`${site.url}/receipts`);
    const controls = await page.locator('main form :is(input:not([type=hidden]), select)').all();
    const heights = await Promise.all(controls.map(async (one) => Math.round((await one.boundingBox())?.height ?? 0)));
    await context.close();
    expect(heights).toHaveLength(3);
    expect(new Set(heights).size).toBe(1);
  });

  it('fits a narrow screen, and prints', async () => {
    const { context, page } = await openWindow(browser, { viewport: { width: 360, height: 740 } });
    await page.goto(`${site.url}/test-sign-in/mira`);
    for (const path of PAGE_PATHS) {
      await page.goto(`${site.url}${path}`);
      expect([path, await excessOf(page)]).toEqual([path, 0]);
    }
    await page.goto(`${site.url}/budgets`);
    // A picture keeps a size at which its words can be read, and scrolls by itself, as tables do, whose rows stay short.
    const widths = page.locator('.chart img').evaluateAll((images) => images.map((one) => one.clientWidth));
    expect(await widths).toEqual([608]);
    const rows = page.locator('.card > .scroll tbody tr').evaluateAll((all) => all.map((row) => row.clientHeight));
    expect(Math.max(...(await rows))).toBeLessThan(100);
    await shoot(page, 'budgets-narrow');
    // A name as long as names may be leaves the other columns in sight on a wide screen.
    await page.setViewportSize({ width: 1280, height: 860 });
    const name = page.locator('.card > .scroll tbody th').first();
    await name.evaluate((cell) => cell.replaceChildren('x'.repeat(63)));
    expect(await name.evaluate((cell) => cell.parentElement?.closest('.scroll')?.scrollWidth)).toBe(
      await name.evaluate((cell) => cell.parentElement?.closest('.scroll')?.clientWidth),
    );
    await page.setViewportSize({ width: 360, height: 740 });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(10_000);
    await page.emulateMedia({ media: 'print' });
    const filter = async (theme: string, colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ media: 'print', colorScheme });
      await page.goto(`${site.url}/preferences?theme=${theme}&back=/budgets`);
      const style = await page
        .locator('.chart img')
        .evaluate((one) => one.computedStyleMap().get('filter')?.toString());
      return style === 'none' ? 'as it is' : style;
    };
    // Words that were drawn light for a dark page stand dark on paper.
    expect(await filter('dark', 'light')).toContain('invert(1)');
    expect(await filter('auto', 'dark')).toContain('invert(1)');
    expect(await filter('light', 'dark')).toBe('as it is');
    expect(await filter('auto', 'light')).toBe('as it is');
    expect(await page.locator('nav.menu').isVisible()).toBe(false);
    await page.goto(`${site.url}/log`);
    expect(await page.locator('main form').first().isVisible()).toBe(false);
    // One that is kept whole would leave a sheet empty before it.
    const breaks = await page
      .locator('.card')
      .evaluateAll((cards) => cards.map((card) => card.computedStyleMap().get('break-inside')?.toString()));
    expect(new Set(breaks)).toEqual(new Set(['auto']));
    await context.close();
  });
});

describe('the server', () => {
  it('draws each page; how long that took is noted', async () => {
    const mira = site.browser('mira');
    for (const path of PAGE_PATHS) {
      const times: number[] = [];
      for (let at = 0; at < 9; at += 1) {
        const began = performance.now();
        await (await mira.get(path)).text();
        times.push(performance.now() - began);
      }
      const median = times.sort((a, b) => a - b)[4] ?? 0;
      note({ [`median of 9 draws of ${path}`]: `${median.toFixed(1)} ms` });
      expect(times).toHaveLength(9);
    }
  });
});
