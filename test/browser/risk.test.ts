import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/cli/server/serve.ts';
import { type OpenPages, openPages } from '../dashboard/open-pages.ts';
import { excessOf, openBrowser, openWindow, shoot, tabTo, violationsOn } from './open-browser.ts';

let site: OpenPages;
let browser: Browser;
let pages: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  site = await openPages({ published: true });
  pages = await listen(site.app, { host: 'localhost', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await site?.close();
});

const window = async (options: Parameters<typeof openWindow>[1] = {}) => {
  const opened = await openWindow(browser, options);
  await opened.page.goto(`${pages.url}/test-sign-in/mira`);
  return opened;
};

describe('the assessment of how far patients could be recognised', () => {
  it('is begun, watched and read without script', async () => {
    const { context, page } = await window({ javaScriptEnabled: false });
    await page.goto(`${pages.url}/risk`);
    await shoot(page, 'risk-none');
    await page.fill('#risk-population', '400000');
    await page.click('form[action="/risk/begin"] button');
    await expect
      .poll(
        async () => {
          const look = page.locator('a[href="/risk"].button');
          await ((await look.count()) > 0 ? look.click() : undefined);
          return await page.locator('#worst').count();
        },
        { timeout: 60_000 },
      )
      .toBe(1);
    expect(await page.locator('#population tbody tr').count()).toBeGreaterThan(2);
    await context.close();
  });

  it('shows by itself how far it is, and what was found in the end, with script', async () => {
    const { context, page, complaints } = await window();
    await page.goto(`${pages.url}/risk`);
    await page.locator('#risk summary').click();
    // So many that it takes longer than looking does.
    for (const choice of (await page.locator('#risk details input').all()).slice(0, 14)) {
      await choice.check();
    }
    await page.selectOption('#risk-combined', '3');
    await page.click('form[action="/risk/begin"] button');
    await page.locator('#progress').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await shoot(page, 'risk-under-way');
    await tabTo(page, 'form[action="/risk/stop"] button');
    await page.locator('#worst').waitFor({ timeout: 120_000 });
    expect(await page.locator('#progress').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/risk');
    const picture = page.locator('.chart img');
    await expect.poll(() => picture.evaluate((one) => 'naturalWidth' in one && one.naturalWidth)).toBeGreaterThan(300);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([
    ['en', 'light'],
    ['en', 'dark'],
    ['de', 'light'],
    ['de', 'dark'],
  ] as const)('has nothing that axe objects to, fits 320 pixels, and prints, in %s, %s', async (lang, theme) => {
    const { context, page, complaints } = await window({ colorScheme: theme });
    await page.goto(`${pages.url}/preferences?lang=${lang}&back=/risk`);
    await page.locator('#worst').waitFor();
    for (const summary of await page.locator('summary').all()) {
      await summary.click();
    }
    expect(await violationsOn(page)).toEqual([]);
    await page.goto(`${pages.url}/risk`);
    await shoot(page, `risk-${lang}-${theme}`);
    await page.setViewportSize({ width: 320, height: 740 });
    expect(await excessOf(page)).toBe(0);
    await shoot(page, `risk-narrow-${lang}-${theme}`);
    // A4 within its margins.
    await page.setViewportSize({ width: 718, height: 1_047 });
    await page.emulateMedia({ media: 'print', colorScheme: theme });
    expect(await excessOf(page)).toBe(0);
    expect(await page.locator('form[action="/risk/begin"]').isVisible()).toBe(false);
    await shoot(page, `risk-print-${lang}-${theme}`);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
