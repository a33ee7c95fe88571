import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sfumato } from '../support/command.ts';
import { type Parties, startParties } from '../support/workbench-parties.ts';
import { excessOf, openBrowser, openWindow, shoot, violationsOn } from './open-browser.ts';

const PRICED =
  '/?price=yes&kind=count+patients&by1=PatientSex&epsilon=0.5&f1=Modality&p1=rows&o1=is&v1=CT&project=lung-imaging';

let parties: Parties;
let browser: Browser;
let url = '';
let signed = '';

beforeAll(async () => {
  parties = await startParties(40);
  url = parties.coordinator.pages ?? '';
  browser = await openBrowser();
  const [question, kept] = [join(parties.folder, 'question.yaml'), join(parties.folder, 'kept.jws')];
  writeFileSync(question, 'count: patients\nwhere: { Modality: CT }\nby: [PatientSex]\nepsilon: "0.5"\n');
  const where = ['--coordinator', parties.coordinator.url, '--project', 'lung-imaging', '--request', kept];
  const key = ['--key', join(parties.folder, 'ada.key'), '--passphrase-file', join(parties.folder, 'passphrase.txt')];
  expect(await sfumato(['ask', question, ...where, ...key])).toMatchObject({ code: 0 });
  signed = readFileSync(kept, 'utf8');
});
afterAll(async () => {
  await browser?.close();
  await parties?.close();
});

describe.each([
  ['en', 'light', true],
  ['de', 'dark', false],
] as const)('a coordinator’s pages in %s, %s, with script: %s', (lang, theme, javaScriptEnabled) => {
  it('go from a question to its command, and from a signed request to its answer; axe objects to nothing', async () => {
    const window = await openWindow(browser, { colorScheme: theme, javaScriptEnabled });
    const { context, page, complaints } = window;
    await page.goto(`${url}/preferences?lang=${lang}&back=/`);
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      found.push(...(javaScriptEnabled ? await violationsOn(page) : []));
      expect([page.url(), await excessOf(page)]).toEqual([page.url(), 0]);
      await shoot(page, `coordinator-${name}-${lang}-${theme}`);
    };
    await page.goto(`${url}${PRICED}`);
    expect(await page.locator('#command').innerText()).toContain('--project lung-imaging');
    expect(await page.locator('#estimate').innerText()).toContain('±');
    await look('question');
    if (javaScriptEnabled) {
      await context.setOffline(true);
      await page.fill('#epsilon', '0.25');
      await page.locator('#epsilon').blur();
      await page.waitForSelector('#priced [role=alert]');
      expect(await page.locator('#command').count()).toBe(0);
      await context.setOffline(false);
      complaints.length = 0;
    }
    await page.goto(`${url}/federation`);
    expect(await page.locator('#sites tbody tr').count()).toBe(3);
    await look('federation');
    await page.goto(`${url}/answers`);
    await page.fill('#signed', signed);
    await look('answers');
    await page.click('main button[type=submit]');
    for (let at = 0; at < 60 && (await page.locator('#result-0').count()) === 0; at += 1) {
      await page.waitForTimeout(500);
      await page.goto(page.url());
    }
    expect(await page.locator('#result-0 tbody tr').count()).toBeGreaterThan(1);
    await look('answer');
    await context.close();
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
