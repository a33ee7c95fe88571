import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hmacSha256Under } from '../../src/base/index.ts';
import { purposeBit } from '../../src/contract/index.ts';
import { patientPseudonym } from '../../src/dicom/index.ts';
import { siteConsent } from '../../src/node/verbs/consent/open.ts';
import { type Browser, type OpenPages, openPages } from './open-pages.ts';

const [PATH, ACTION] = ['/consent', '/consent/add'];
/** No such text is in a page, a text of the program or a file of a site by chance. */
const PATIENT = 'PAT-7301-XQ';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const batches = () => siteConsent(site.node.ctx).batches;
const records = (): number => site.node.ctx.journal.records;
const sent = (browser: Browser, patients: string, more = {}) =>
  browser.send(PATH, ACTION, { 'consent-patients': patients, ...more });
const pseudonym = (patientId: string, issuer = ''): string =>
  patientPseudonym(hmacSha256Under(site.node.ctx.keys.pseudonym), {
    patientId: Buffer.from(patientId),
    issuer: Buffer.from(issuer),
  });

/** Every file below a folder that holds a text. */
function holding(text: string, folder = site.folder): readonly string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const stat = statSync(path);
      return stat.isDirectory()
        ? holding(text, path)
        : stat.isFile() && readFileSync(path).includes(text)
          ? [path]
          : [];
    });
}

describe('what patients said, on its page', () => {
  it('is sealed as by the command, without a record, a name in any file, or a name on the page', async () => {
    const before = [batches().length, records()];
    const answer = await sent(site.browser('mira'), `${PATIENT}\r\nB-2\tHARBOUR-PAS\r\n\r\n`);
    const page = await answer.text();
    expect(page).toContain('Sealed. Lines: 2; with an issuer: 1.');
    expect(page).not.toContain(PATIENT);
    expect([batches().length - 1, records()]).toEqual(before);
    expect(batches().at(-1)).toEqual({
      allowed: 0,
      pseudonyms: [pseudonym(PATIENT), pseudonym('B-2', 'HARBOUR-PAS')],
    });
    expect(holding(PATIENT)).toEqual([]);
    expect(await site.run('consent')).toMatchObject({ waiting: batches().length, inEffect: 0 });
  });

  it('keeps the purposes that are ticked', async () => {
    await sent(site.browser('otto'), PATIENT, { 'consent-scopes': 'education' });
    expect(batches().at(-1)?.allowed).toBe(purposeBit('education'));
  });

  it('that can’t mean anybody is not sealed, and says in the reader’s language which line it is', async () => {
    const before = batches().length;
    const german = await sent(site.browser('mira', 0, 'de'), `${PATIENT}\r\n"B-2"`);
    expect(german.status).toBe(422);
    expect(await german.text()).toContain('Zeile 2 enthält, was keine PatientID in einer Datei hat');
    const english = await (await sent(site.browser('mira'), 'A\tB\tC')).text();
    expect(english).toContain('Line 1 is no PatientID, nor a PatientID, a tab and its issuer.');
    expect(await (await sent(site.browser('mira'), 'PatientID\r\nB-2')).text()).toContain('names of columns');
    expect(await (await sent(site.browser('mira'), ' ')).text()).toContain('Line 1 is no PatientID');
    expect(batches().length).toBe(before);
    await sent(site.browser('mira'), '"B-2"', { 'consent-verbatim': 'yes' });
    expect(batches().at(-1)?.pseudonyms).toEqual([pseudonym('"B-2"')]);
  });

  it('that isn’t taken comes back once, to who sent it, on a page that nothing stores and that says so', async () => {
    const typed = `${PATIENT}\n"B-2"`;
    const answer = await sent(site.browser('mira'), typed);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([422, 'no-store']);
    const page = await answer.text();
    const shown = /<textarea[^>]*id="consent-patients"[^>]*>([^<]*)</.exec(page)?.[1];
    expect(shown?.trim()).toBe(typed.replaceAll('"', '&quot;'));
    expect(page).toContain('One that isn’t taken is shown once more, to be mended, only to whoever sent it');
    expect(page).not.toContain('no page says');
    for (const name of ['mira', 'otto'] as const) {
      expect(await (await site.browser(name).get(PATH)).text()).not.toContain(PATIENT);
    }
    expect(holding(PATIENT)).toEqual([]);
  });

  it('is for privacy officers and operators, with both factors just shown', async () => {
    const before = batches().length;
    for (const name of ['noor', 'rosa'] as const) {
      expect((await site.browser(name).get(PATH)).status).toBe(403);
      expect(await (await site.browser(name).get('/snapshots')).text()).not.toContain(PATH);
      const way = { path: '/', form: '/sign-out', action: ACTION };
      expect((await site.browser(name).forge(way, { 'consent-patients': PATIENT })).status).toBe(403);
    }
    expect(await (await site.browser('mira').get('/snapshots')).text()).toContain(`href="${PATH}"`);
    const stale = await sent(site.browser('mira', 3_600_000), PATIENT);
    expect(stale.headers.get('location')).toMatch(/^\/step-up/);
    expect(batches().length).toBe(before);
  });

  it.each(['noor', 'mira'] as const)('holds nobody up by many line ends in a row: those of %s', async (name) => {
    const before = batches().length;
    const list = `${PATIENT}${'\n'.repeat(160_000)}B-2`;
    const beganMs = performance.now();
    const way = { path: '/', form: '/sign-out', action: ACTION };
    const answer = await site.browser(name).forge(way, { 'consent-patients': list });
    expect(answer.status).toBe(name === 'mira' ? 422 : 403);
    expect(performance.now() - beganMs).toBeLessThan(5_000);
    expect(batches().length).toBe(before);
  });

  it('is not given back once the session has ended, nor is a long list turned away before', async () => {
    const mira = site.browser('mira');
    const page = await (await mira.get(PATH)).text();
    const csrf = /name="csrf" value="([^"]*)"/.exec(page.slice(page.indexOf(ACTION)))?.[1] ?? '';
    const post = (fields: Record<string, string>) =>
      site.app.request(`http://localhost:8400${ACTION}`, {
        method: 'POST',
        headers: {
          ...{ host: 'localhost:8400', cookie: mira.cookie, 'sec-fetch-site': 'same-origin' },
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ csrf, ...fields }),
      });
    const many = Array.from({ length: 15_000 }, (_, at) => `${PATIENT}-${at}`).join('\r\n');
    expect((await post({ 'consent-patients': many })).status).toBe(303);
    expect(batches().at(-1)?.pseudonyms).toHaveLength(15_000);
    site.node.ctx.sessions.endAllOf('mira');
    const answer = await post({ 'consent-patients': PATIENT, 'consent-scopes': 'research' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain(PATIENT);
  });
});
