import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { OUTCOME } from './outcome.ts';

/** Debian's own browser. */
const EXECUTABLE = '/usr/bin/chromium';

export function openBrowser(): Promise<Browser> {
  // A sandbox needs rights that a container rarely has; nothing but our own pages is opened.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
}

/** A window of a visitor; whatever page breaks in it, or is stopped by the policy for content, is kept. */
export async function openWindow(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  return { context, page, complaints };
}

/** What axe finds wrong with the page, one line each. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${page.url()} ${id}: ${html.slice(0, 160)}`));
}

/** By how many pixels the page is wider than its window: 0, unless something must be scrolled to sideways. */
export async function excessOf(page: Page): Promise<unknown> {
  return await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Waits until an expression is true of the page: asked anew from outside, as the page's own policy for content forbids eval. */
export async function untilTrue(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression), { timeout: 30_000, message: expression }).toBe(true);
}

/** Keeps a picture of the page for people to look at. */
export async function shoot(page: Page, name: string, fullPage = true): Promise<void> {
  await page.screenshot({ path: `${OUTCOME}${name}.png`, fullPage });
}

/** Presses Tab until the element is focused. @throws Error when it isn't reached. */
export async function tabTo(page: Page, selector: string, most = 80): Promise<void> {
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press('Tab');
    if (
      await page
        .locator(selector)
        .first()
        .evaluate((element) => element === element.ownerDocument.activeElement)
    ) {
      return;
    }
  }
  throw new Error(`${selector} is not reached by keyboard on ${page.url()}`);
}

/** Presses Enter, and waits until the page that it leads to has loaded: the page before stays readable until then. */
export async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}
