import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { type Listening, listen } from '../../src/cli/server/serve.ts';
import { workbenchApp } from '../../src/cli/workbench/app.ts';
import type { Desk, Wanted } from '../../src/dashboard/index.ts';
import { openBrowser, openWindow, untilTrue } from './open-browser.ts';

/** Prices that are asked for and not there yet. */
let waiting: (() => void)[] = [];
let isSlow = false;
const desk = {
  ...{ coordinator: 'http://north', project: 'lung', publicKey: 'key', policy: 'p@1.0.0', effects: [] },
  fields: () => [
    { name: 'PatientAge', range: { low: 0, high: 90, step: 1, unit: 'a' } },
    { name: 'PatientSex', values: ['F', 'M'] },
  ],
  sites: async () => ['harbour'],
  async quote() {
    await new Promise<void>((resolve) => (isSlow ? waiting.push(resolve) : resolve()));
    return { quote: { sites: [] }, hopeless: undefined };
  },
  key: { isSealed: true, isOpen: () => true, open: () => true, forget: () => undefined },
  command: ({ draft }: Wanted) => JSON.stringify(draft),
} as unknown as Desk;

let server: Listening;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  const terminal = { print: () => undefined, note: () => undefined } as never;
  const shell = { clock: systemClock, entropy: systemEntropy(), terminal };
  server = await listen(workbenchApp({ shell, desk, token: 'token' }), { host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
  ({ page } = await openWindow(browser));
  await page.goto(`${server.url}/enter?token=token`);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Waits until the page shows the price of a question that has this in it. */
const pricedWith = (part: string) =>
  untilTrue(page, `document.querySelector('#command')?.textContent.includes(${JSON.stringify(part)}) === true`);

it('prices what is being typed before its field is left, and leaves the field as it is', async () => {
  await page.goto(`${server.url}/?price=yes&epsilon=0.5`);
  await page.locator('#epsilon').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('7');
  await pricedWith('"epsilon":"0.57"');
  await page.keyboard.type('1');
  await pricedWith('"epsilon":"0.571"');
  expect(await page.evaluate('document.activeElement.id')).toBe('epsilon');
  expect(await page.inputValue('#epsilon')).toBe('0.571');
});

it('leaves no price of before beside a field that is emptied', async () => {
  await page.goto(`${server.url}/?price=yes&epsilon=0.5`);
  await page.fill('#epsilon', '');
  await page.waitForSelector('#epsilon-error');
  expect(await page.locator('#quote').count()).toBe(0);
});

it('shows the price of the question as it stands last, however many changes were made while one was priced', async () => {
  await page.goto(`${server.url}/?price=yes&epsilon=0.5`);
  isSlow = true;
  for (const [at, [field, value]] of [
    ['#by1', 'PatientSex'],
    ['#by1', ''],
    ['#kind', 'count studies'],
  ].entries()) {
    await page.selectOption(field ?? '', value ?? '');
    await expect
      .poll(() => waiting.length, { timeout: 3000 })
      .toBe(at + 1)
      .catch(() => undefined);
  }
  isSlow = false;
  for (const go of waiting) {
    go();
  }
  waiting = [];
  await pricedWith('"count":"studies"');
  expect([await page.inputValue('#kind'), await page.inputValue('#by1')]).toEqual(['count studies', '']);
});

it('says of the number that a mean is of that it must be chosen', async () => {
  await page.goto(`${server.url}/`);
  await page.selectOption('#kind', 'mean');
  await page.waitForSelector('#of[required]');
  expect(await page.locator('label[for=of]').innerText()).toBe('Number');
  // One who thinks better of it isn’t held up by a number that is no longer asked for.
  await page.selectOption('#kind', 'count series');
  await pricedWith('"count":"series"');
});
