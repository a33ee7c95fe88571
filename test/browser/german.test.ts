import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import { listen } from '../../src/cli/server/serve.ts';
import { type OpenPages, openPages, PASSPHRASE } from '../dashboard/open-pages.ts';
import { policyFile } from '../support/site-folder.ts';
import { enter, excessOf, openBrowser, openWindow, shoot, tabTo, violationsOn } from './open-browser.ts';

const GRUND = 'Am Datentisch beschlossen.';

let site: OpenPages;
let pages: Awaited<ReturnType<typeof listen>>;
let browser: Browser;
let [noor, mira]: Page[] = [];
const complaints: string[][] = [];

beforeAll(async () => {
  site = await openPages({ published: true });
  pages = await listen(site.app, { host: 'localhost', port: 0 });
  browser = await openBrowser();
  [noor, mira] = [await signedIn('noor'), await signedIn('mira')];
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await site?.close();
});

/** A phone of somebody whose browser asks for German. */
async function signedIn(person: string): Promise<Page> {
  const { page, complaints: own } = await openWindow(browser, {
    ...{ locale: 'de-DE', viewport: { width: 390, height: 844 } },
  });
  complaints.push(own);
  await page.goto(`${pages.url}/test-sign-in/${person}`);
  return page;
}

/** English that a page shows in none of its parts that say so: words that German doesn’t have. */
const ENGLISH = /\b(the|and|of|with|not|by|this|that|from|your|which|taken|frozen|decision|missing|signed)\b/gi;

async function englishOn(page: Page): Promise<readonly string[]> {
  const text = String(
    await page.evaluate(`(() => {
      const copy = document.body.cloneNode(true);
      copy.querySelectorAll('[lang="en"], code, textarea, script, .hash, .banner, .lead').forEach((one) => one.remove());
      return copy.innerText + [...copy.querySelectorAll('[aria-label], [alt], [title]')]
        .map((one) => ['aria-label', 'alt', 'title'].map((name) => one.getAttribute(name) ?? '').join(' ')).join(' ');
    })()`),
  );
  return [...text.matchAll(ENGLISH)].map(({ index }) => text.slice(Math.max(0, index - 40), index + 40));
}

/** What is wrong with a page that somebody reads in German, on a small screen, with a screen reader. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  await shoot(page, `german-${name}`);
  const [lang, excess] = [await page.evaluate('document.documentElement.lang'), await excessOf(page)];
  return [
    ...(lang === 'de' ? [] : [`lang ${lang}`]),
    ...(excess === 0 ? [] : [`${excess} px too wide`]),
    ...(await englishOn(page)),
    ...(await violationsOn(page)),
  ].map((fault) => `${name}: ${fault}`);
}

/** Fills a form in by keyboard alone and sends it with Enter; gives what became of it, which must have the focus. */
async function decide(
  page: Page,
  path: string,
  form: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  if (path !== '') {
    await page.goto(`${pages.url}${path}`);
  }
  const all = { ...fields, ...(form === 'approve' ? {} : { reason: GRUND }), passphrase: PASSPHRASE };
  for (const [name, value] of Object.entries(all)) {
    await tabTo(page, `#${form}-${name}`);
    await page.keyboard.type(value);
  }
  await enter(page);
  const focused = page.locator(':focus');
  return (await focused.count()) === 0 ? '' : await focused.innerText();
}

/** Opens the decision that waits as the newest, by keyboard. */
async function openWaiting(page: Page): Promise<void> {
  await page.goto(`${pages.url}/inbox`);
  await tabTo(page, '#waiting tbody tr:last-child a');
  await enter(page);
}

const METER = '/budgets/project%3Alung-imaging';

describe('deciding in German, by keyboard alone, on a small screen', () => {
  it('works from a proposal of budget to its approval', async () => {
    const said = await decide(noor!, METER, 'grant', { epsilon: '0,5' });
    expect(said).toContain('Ihre Unterschrift ist im Protokoll. Noch nötig: die Unterschrift von:');
    const faults = [...(await faultsOf(noor!, 'grant'))];
    await openWaiting(mira!);
    faults.push(...(await faultsOf(mira!, 'waiting')));
    expect(await decide(mira!, '', 'approve')).toContain('Die Entscheidung ist getroffen und im Protokoll');
    faults.push(...(await faultsOf(mira!, 'approved')));
    expect(faults).toEqual([]);
  });

  it('says in German why a decision is refused, at its field, which has the focus', async () => {
    await decide(noor!, METER, 'grant', { epsilon: '-900' });
    expect(await noor!.locator(':focus').getAttribute('id')).toBe('grant-epsilon');
    expect(await noor!.locator('#grant-epsilon-error').innerText()).toContain('Die Obergrenze fiele unter 0');
    expect(await faultsOf(noor!, 'refused')).toEqual([]);
  });

  it('freezes, writes a note, lifts the freeze by two, and closes the incident by two', async () => {
    expect(await decide(noor!, '/incidents', 'freeze', { scope: 'project:lung-imaging' })).toContain('getroffen');
    const faults = await faultsOf(noor!, 'frozen');
    await noor!.goto(`${pages.url}/`);
    faults.push(...(await faultsOf(noor!, 'overview')));
    await noor!.goto(`${pages.url}/incidents`);
    await tabTo(noor!, 'main table tbody a');
    await enter(noor!);
    const incident = new URL(noor!.url()).pathname;
    await tabTo(noor!, '#note-text');
    await noor!.keyboard.type('Die Schlüssel liegen jetzt auf Karten.');
    await tabTo(noor!, '[name="note-corrective"]');
    await noor!.keyboard.press('Space');
    expect(await decide(noor!, '', 'note')).toContain('getroffen');
    faults.push(...(await faultsOf(noor!, 'noted')));
    for (const [path, form] of [
      ['/incidents', 'unfreeze'],
      [incident, 'close'],
    ] as const) {
      expect(await decide(noor!, path, form)).toContain('Noch nötig');
      faults.push(...(await faultsOf(noor!, form)));
      await openWaiting(mira!);
      faults.push(...(await faultsOf(mira!, `${form}-waits`)));
      expect(await decide(mira!, '', 'approve')).toContain('getroffen');
    }
    await noor!.goto(`${pages.url}${incident}`);
    faults.push(...(await faultsOf(noor!, 'closed')));
    expect(faults).toEqual([]);
  });

  it('proposes an enrolment, declines it, and says of a dismissal what it is', async () => {
    await noor!.goto(`${pages.url}/people`);
    await tabTo(noor!, '[name="enrol-roles"]');
    await noor!.keyboard.press('Space');
    await noor!.evaluate('document.activeElement.blur()');
    const key = toBase64Url(randomBytes(systemEntropy(), 32));
    await tabTo(noor!, '#enrol-person');
    await noor!.keyboard.type('nina');
    await tabTo(noor!, '#enrol-key');
    await noor!.keyboard.type(key);
    expect(await decide(noor!, '', 'enrol')).toContain('Noch nötig');
    const faults = await faultsOf(noor!, 'enrolled');
    await openWaiting(mira!);
    faults.push(...(await faultsOf(mira!, 'enrolment')));
    expect(await decide(mira!, '', 'decline')).toContain('abgelehnt');
    faults.push(...(await faultsOf(mira!, 'declined')));
    expect(await decide(noor!, '/people', 'dismiss', { person: 'otto' })).toContain('Noch nötig');
    faults.push(...(await faultsOf(noor!, 'dismissed')));
    expect(faults).toEqual([]);
  });

  it('brings a policy into force after what it changes was shown, and proposes to go back', async () => {
    await noor!.goto(`${pages.url}/policy/new`);
    await tabTo(noor!, '#new-document');
    await noor!.keyboard.insertText(readFileSync(policyFile('1.2.0'), 'utf8'));
    await noor!.keyboard.press('Tab');
    await enter(noor!);
    const faults = await faultsOf(noor!, 'compared');
    expect(await decide(noor!, '', 'new')).toContain('Noch nötig');
    faults.push(...(await faultsOf(noor!, 'policy-proposed')));
    await openWaiting(mira!);
    faults.push(...(await faultsOf(mira!, 'policy-waits')));
    expect(await decide(mira!, '', 'approve')).toContain('getroffen');
    await noor!.goto(`${pages.url}/policy`);
    faults.push(...(await faultsOf(noor!, 'policy-page')));
    expect(await decide(noor!, '', 'rollback')).not.toBe('');
    faults.push(...(await faultsOf(noor!, 'rollback')));
    expect(faults).toEqual([]);
  });

  it('ends a project, and shows it as ended', async () => {
    expect(await decide(noor!, '/projects/lung-imaging', 'end')).toContain('getroffen');
    const faults = [...(await faultsOf(noor!, 'ended'))];
    for (const path of [
      '/projects',
      METER,
      '/log',
      '/people',
      '/policy',
      '/policy/new',
      '/agreements',
      '/receipts',
      '/sessions',
      '/health',
      '/budgets',
      '/together',
      '/snapshots',
      '/what-if',
      '/inbox',
      '/deciding-key',
    ]) {
      await noor!.goto(`${pages.url}${path}`);
      faults.push(...(await faultsOf(noor!, path.replaceAll(/[^a-z-]/g, '') || 'x')));
    }
    await noor!.setViewportSize({ width: 1280, height: 860 });
    for (const path of ['/log', '/projects/lung-imaging']) {
      await noor!.goto(`${pages.url}${path}`);
      faults.push(...(await faultsOf(noor!, `wide${path.replaceAll('/', '-')}`)));
    }
    site.node.ctx.sessions.endAllOf('noor');
    await noor!.goto(`${pages.url}/incidents`);
    expect(await noor!.locator('.notice').innerText()).toContain('Ihre Sitzung ist beendet');
    faults.push(...(await faultsOf(noor!, 'session-ended')));
    expect(faults).toEqual([]);
    // A form that came to nothing is answered with 422, of which a browser complains.
    expect(complaints.flat().filter((one) => !one.includes('status of 422'))).toEqual([]);
  });
});
