import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { coordinatorPagesApp } from '../../src/cli/coordinator-pages/app.ts';
import { type Listening, listen } from '../../src/cli/server/serve.ts';
import { workbenchApp } from '../../src/cli/workbench/app.ts';
import type { Asked, Desk, FederationDesk } from '../../src/dashboard/index.ts';
import { type OpenPages, openPages } from '../dashboard/open-pages.ts';
import { OPERATORS_PATHS, PAGE_PATHS } from '../dashboard/page-paths.table.ts';
import { openBrowser, openWindow, untilTrue } from './open-browser.ts';

// Pages as a screen reader has them: by the tree that the browser gives it.
const ID = 'ab'.repeat(16);
const asked: Asked = {
  ...{ id: ID, form: '', failed: undefined, sites: new Map([['harbour', 'answered' as const]]) },
  wanted: { draft: { count: 'patients', epsilon: '0.5' }, sites: [], total: false },
  reply: { requestId: ID, sites: [], combined: null, notCombined: 'Nothing came.', loss: null },
};
/** The answer that is looked at: under way until it is here. */
let isHere = true;
const common = {
  ...{ effects: ['proportion'], methods: () => 'Text.', check: () => [], receipts: () => undefined, policy: 'p@1.0.0' },
  fields: () => [
    { name: 'PatientAge', range: { low: 0, high: 90, step: 1, unit: 'a' } },
    { name: 'PatientSex', values: ['F', 'M'] },
  ],
  command: () => 'the command',
};
const desk = {
  ...{ ...common, coordinator: 'http://north', project: 'lung', publicKey: 'key' },
  sites: async () => ['harbour'],
  quote: async () => ({ quote: { sites: [{ site: 'harbour', state: 'unavailable' }] }, hopeless: undefined }),
  asked: () => [isHere ? asked : { ...asked, reply: undefined }, { ...asked, id: 'cd'.repeat(16) }],
  saved: () => [{ name: 'mine', version: 1, form: '' }],
  key: { isSealed: true, isOpen: () => true, open: () => true, forget: () => undefined },
} as unknown as Desk;
const federation = {
  ...{ ...common, name: 'north', address: 'http://north', minSites: 2, patientSitesMax: () => 2 },
  federation: async () => ({ fields: common.fields(), sites: [{ site: 'harbour', facts: null, lastMs: undefined }] }),
  policy: () => 'p@1.0.0',
  estimate: async () => ({ why: 'No.' }),
  workbench: () => 'the workbench',
  send: () => undefined,
  asked: () => [],
} as unknown as FederationDesk;

let site: OpenPages;
let servers: readonly Listening[];
let browser: Browser;
beforeAll(async () => {
  site = await openPages({ published: true });
  const terminal = { print: () => undefined, note: () => undefined } as never;
  const shell = { clock: systemClock, entropy: systemEntropy(), terminal };
  servers = [
    await listen(site.app, { host: 'localhost', port: 0 }),
    await listen(workbenchApp({ shell, desk, token: 'token' }), { host: 'localhost', port: 0 }),
    await listen(coordinatorPagesApp({ shell, desk: federation, proxies: [] }), { host: 'localhost', port: 0 }),
  ];
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all((servers ?? []).map((server) => server.close()));
  await site?.close();
});

const CONTROLS =
  /^(button|link|textbox|combobox|checkbox|listbox|searchbox|spinbutton|radio|slider|DisclosureTriangle)$/;

/** What somebody who hears a page would stumble over. */
async function stumblesOn(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const heard = nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties }) => ({
      role: String(role?.value),
      name: String(name?.value ?? '').trim(),
      level: Number(properties?.find((one) => one.name === 'level')?.value.value ?? 0),
    }));
  const levels = heard.filter(({ role }) => role === 'heading').map(({ level }) => level);
  const tables = await page
    .locator('table')
    .evaluateAll((all) =>
      all.map((one) => [
        one.querySelector('caption')?.textContent ?? '',
        [...one.querySelectorAll('th[scope=col]')].filter((cell) => (cell.textContent ?? '').trim() !== '').length,
        [...one.querySelectorAll('tbody tr')].filter((row) => row.querySelector('th[scope=row]') === null).length,
      ]),
    );
  const links = await page
    .locator('main a')
    .evaluateAll((all) => all.map((one) => `${(one.textContent ?? '').trim()} → ${one.getAttribute('href')}`));
  const named = [...new Set(links)].map((link) => link.split(' → ')[0]);
  return [
    ...heard
      .filter(({ role, name }) => CONTROLS.test(role) && name === '')
      .map(({ role }) => `a ${role} without a name`),
    ...(levels[0] === 1 ? [] : [`begins with a heading of level ${levels[0]}`]),
    ...levels.flatMap((level, at) =>
      at > 0 && level > (levels[at - 1] ?? 0) + 1 ? [`level ${level} of a heading`] : [],
    ),
    ...tables.filter(([caption, columns, bare]) => !caption || !columns || bare).map((table) => `a table: ${table}`),
    ...named.filter((name, at) => named.indexOf(name) !== at).map((name) => `two links that are called ${name}`),
  ];
}

describe.each(['en', 'de'])('whoever hears the pages in %s', (lang) => {
  it.each([
    ['a site', 0, '/test-sign-in/mira', [...PAGE_PATHS, '/nothing']],
    ['a site, as its operator', 0, '/test-sign-in/otto', OPERATORS_PATHS],
    [
      'a workbench',
      1,
      '/enter?token=token',
      ['/', '/?price=yes&kind=mean&f1=PatientSex&epsilon=x', '/?price=yes', '/unlock', '/save?epsilon=1', '/saved'],
    ],
    ['a workbench’s answers', 1, '/', ['/answers', `/answers/${ID}`]],
    ['a coordinator', 2, '/', ['/', '/?price=yes&project=lung', '/federation', '/answers']],
  ] as const)('stumbles over nothing: %s', async (_, at, entry, paths) => {
    const url = servers[at]?.url ?? '';
    const { context, page } = await windowAt(url, entry);
    await page.goto(`${url}/preferences?lang=${lang}&back=/`);
    const found: string[] = [];
    for (const path of paths) {
      await page.goto(`${url}${path}`);
      found.push(...(await stumblesOn(page)).map((one) => `${path}: ${one}`));
    }
    await context.close();
    expect(found).toEqual([]);
  });
});

/** The workbench is entered once: what its browser holds is kept. */
let entered: Awaited<ReturnType<Awaited<ReturnType<typeof openWindow>>['context']['storageState']>> | undefined;
async function windowAt(url: string, entry: string) {
  const isWorkbench = url === servers[1]?.url;
  const window = await openWindow(browser, isWorkbench && entered !== undefined ? { storageState: entered } : {});
  if (isWorkbench && entered === undefined) {
    await window.page.goto(`${url}/enter?token=token`);
    entered = await window.context.storageState();
  } else if (!isWorkbench) {
    await window.page.goto(`${url}${entry}`);
  }
  return window;
}

describe('the focus', () => {
  const focused = "[document.activeElement.id, document.activeElement.textContent.trim().slice(0, 40)].join('|')";

  it('goes to what came of a question, which is told, in the place of the states that were followed', async () => {
    isHere = false;
    const { context, page } = await windowAt(servers[1]?.url ?? '', '/');
    await page.goto(`${servers[1]?.url}/answers/${ID}`);
    await page.locator('#look').focus();
    isHere = true;
    await untilTrue(page, "document.querySelector('h1').textContent === 'Result'");
    await untilTrue(page, "document.activeElement.getAttribute('role') === 'alert'");
    expect(await page.evaluate(focused)).toContain('No combined answer');
    // Whoever opens the page themselves begins at its head.
    await page.goto(`${servers[1]?.url}/answers/${ID}`);
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
    await context.close();
  });

  it('goes to the field with what is no signed request, which is kept there', async () => {
    const { context, page } = await windowAt(servers[2]?.url ?? '', '/answers');
    await page.fill('#signed', 'no request');
    await page.click('main button[type=submit]');
    await page.waitForSelector('#signed-error');
    expect(await page.evaluate('document.activeElement.id')).toBe('signed');
    expect(await page.inputValue('#signed')).toBe('no request');
    await context.close();
  });
});
