import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { type Listening, listen } from '../../src/cli/server/serve.ts';
import { workbenchApp } from '../../src/cli/workbench/app.ts';
import type { Desk, Wanted } from '../../src/dashboard/index.ts';
import { openBrowser, openWindow, untilTrue } from './open-browser.ts';

const VALUES = Array.from({ length: 600 }, (_, at) => `TRANSFER SYNTAX ${at}`);
const LONG = VALUES.map((value) => `v1=${encodeURIComponent(value).replaceAll('%20', '+')}`).join('&');
const TOO_MANY =
  "...Array.from({ length: 600 }, (_, at) => new Option('and another one ' + at, undefined, true, true))";
const QUOTE = { quote: { sites: [] }, hopeless: undefined };

const asked: Wanted[] = [];
const desk = {
  ...{ coordinator: 'http://north', project: 'lung', publicKey: 'key', policy: 'p@1.0.0', effects: [] },
  fields: () => [{ name: 'TransferSyntaxUID', values: VALUES }],
  sites: async () => ['harbour'],
  quote: async () => QUOTE,
  ask: async (wanted: Wanted) => {
    asked.push(wanted);
    return undefined;
  },
  key: { isSealed: true, isOpen: () => true, open: () => true, forget: () => undefined },
  command: () => 'the command',
} as unknown as Desk;

let server: Listening;
let browser: Browser;
beforeAll(async () => {
  const terminal = { print: () => undefined, note: () => undefined } as never;
  const shell = { clock: systemClock, entropy: systemEntropy(), terminal };
  server = await listen(workbenchApp({ shell, desk, token: 'token' }), { host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What the server says to the next request for a price, once the page has taken it up. */
async function priceAfter(page: Page, change: () => Promise<unknown>): Promise<number> {
  const [response] = await Promise.all([
    page.waitForResponse((response) => /price=(yes|anew)/.test(response.url())),
    change(),
  ]);
  await response.finished();
  return response.status();
}

it('prices and signs a question of 600 chosen values, with script and by its buttons, and keeps the form and says so where one is too long', async () => {
  const { context, page } = await openWindow(browser);
  await page.goto(`${server.url}/enter?token=token`);
  await page.goto(`${server.url}/?price=yes&f1=TransferSyntaxUID&${LONG}`);
  expect(LONG.length).toBeGreaterThan(12_000);
  expect(await priceAfter(page, () => page.selectOption('#aim', 'epsilon'))).toBe(200);
  expect(await priceAfter(page, () => page.fill('#epsilon', '0.4').then(() => page.press('#epsilon', 'Tab')))).toBe(
    200,
  );
  await untilTrue(page, `document.querySelector('[formaction*="epsilon=0.4"]') !== null`);
  const press = (button: string) => () => Promise.all([page.waitForEvent('load'), page.click(button)]);
  expect(await priceAfter(page, press('#builder > .actions button'))).toBe(200);
  expect(await priceAfter(page, press('#quote button[formaction^="/ask"]'))).toBe(303);
  expect(asked.map(({ draft }) => [draft.epsilon, draft.where])).toEqual([['0.4', { TransferSyntaxUID: VALUES }]]);
  await page.evaluate(`document.querySelector('#v1').append(${TOO_MANY})`);
  expect(await priceAfter(page, () => page.selectOption('#by1', ''))).toBe(431);
  await page.waitForTimeout(500);
  expect(await page.locator('#quote').count()).toBe(0);
  expect(await page.locator('#priced [role=alert]').innerText()).toContain('too long for an address');
  expect(await page.inputValue('#epsilon')).toBe('0.4');
  expect(await priceAfter(page, () => page.selectOption('#v1', ['TRANSFER SYNTAX 1']))).toBe(200);
  await page.waitForSelector('#quote');
  await context.close();
});
