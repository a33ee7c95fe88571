import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { POLICY_FILE } from '../support/site-folder.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const NOW = readFileSync(POLICY_FILE, 'utf8');
const other = (version: string, max: string): string =>
  NOW.replace('version: 1.1.0', `version: ${version}`).replace(
    'value: { min: "0.01", max: "2" }',
    `value: { min: "0.01", max: "${max}" }`,
  );
const [TIGHTER, LOOSER] = [other('1.1.1', '1'), other('1.1.2', '3')];

let site: OpenPages;
beforeEach(async () => {
  site = await openPages();
});
afterEach(() => site.close());

type Name = 'mira' | 'noor' | 'rosa';
const kinds = () => [...readJournal(nodeDisk(join(site.folder, 'journal')))].map(({ kind }) => kind);
const inForce = (): string => site.node.ctx.policy.name;

/** As a browser sends it. */
async function compared(name: Name, text: string): Promise<{ status: number; page: string }> {
  const fields = { 'new-document': text.replaceAll('\n', '\r\n') };
  const sent = await site.browser(name).send('/policy/new', '/policy/new/compare', fields);
  return { status: sent.status, page: await sent.text() };
}

function approve(name: Name, text: string, shown: string): Promise<Response> {
  const way = { path: '/policy/new', form: '/policy/new/compare', action: '/policy/new/approve' };
  return site.browser(name).forge(way, {
    ...{ 'new-document': text.replaceAll('\n', '\r\n'), 'new-shown': shown },
    ...{ 'new-reason': 'Decided at the meeting.', 'new-passphrase': PASSPHRASE },
  });
}

/** A part of a page, by its id. */
const partIn = (page: string, id: string): string =>
  new RegExp(`<section[^>]* id="${id}".*?</section>`, 's').exec(page)?.[0] ?? '';

/** Signs a waiting decision by the form of a page as it was shown. */
function signedAs(name: Name, id: string, page: string): Promise<Response> {
  const shown = / name="approve-shown" value="([^"]*)"/.exec(page)?.[1] ?? '';
  const way = { path: '/', form: '/sign-out', action: `/inbox/${id}/approve` };
  return site.browser(name).forge(way, { 'approve-shown': shown, 'approve-passphrase': PASSPHRASE });
}

const shownIn = (page: string): string => / name="new-shown" value="([^"]*)"/.exec(page)?.[1] ?? '';

describe('the document of another policy', () => {
  it('is compared with the one in force, and nothing of it is recorded, before anybody signs', async () => {
    const { status, page } = await compared('mira', TIGHTER);
    expect(status).toBe(200);
    expect(page).toContain('Approve imaging-metadata@1.1.1');
    expect(page).toContain('It only tightens');
    expect(page).toMatch(/epsilonPerQuestion/);
    expect((await compared('noor', LOOSER)).page).toContain('It does not only tighten');
    expect(kinds().filter((kind) => kind === 'action' || kind === 'proposal')).toEqual([]);
    expect(site.node.ctx.governance.decisions.documents.size).toBe(1);
  });

  it('that only tightens is in force at once by the signature under what was shown', async () => {
    const shown = shownIn((await compared('mira', TIGHTER)).page);
    const sent = await approve('mira', TIGHTER, shown);
    expect([sent.status, inForce()]).toEqual([200, 'imaging-metadata@1.1.1']);
    const late = await approve('mira', TIGHTER, shown);
    expect(late.status).toBe(422);
    expect(await late.text()).toContain('Another policy has come into force since you compared');
  });

  it('that loosens waits for a second person and a publish', async () => {
    const first = (await compared('noor', LOOSER)).page;
    const sent = await approve('noor', LOOSER, shownIn(first));
    const id = waitingIn(await sent.text());
    // The second signer sees what the first did: the direction, the effect and each change.
    const page = await (await site.browser('mira').get(`/inbox/${id}`)).text();
    for (const section of ['effect', 'changes']) {
      expect(partIn(page, section)).toBe(partIn(first, section));
      expect(partIn(page, section)).toContain('loosens');
    }
    expect(page).toContain('It does not only tighten');
    expect(page).toContain('/policy/diff?before=imaging-metadata%401.1.0&amp;after=imaging-metadata%401.1.2');
    const taken = await signedAs('mira', id, page);
    expect(await taken.text()).toContain('It is in force from the next publish on');
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect(await (await site.browser('rosa').get('/policy')).text()).toContain('from the next publish on');
  });

  it('is not signed second as something else than what was shown', async () => {
    const id = waitingIn(await (await approve('noor', LOOSER, shownIn((await compared('noor', LOOSER)).page))).text());
    const page = await (await site.browser('mira').get(`/inbox/${id}`)).text();
    expect((await approve('mira', TIGHTER, shownIn((await compared('mira', TIGHTER)).page))).status).toBe(200);
    const late = await signedAs('mira', id, page);
    expect(late.status).toBe(422);
    const now = await late.text();
    expect(now).toContain('Another policy has come into force since you compared');
    expect(now).toContain('Another policy has come into force since this was proposed');
    expect(kinds().filter((kind) => kind === 'action')).toHaveLength(1);
    // What is shown now can be signed.
    expect((await signedAs('mira', id, now)).status).toBe(200);
  });

  it('is not approved in place of the one that was shown', async () => {
    const shown = shownIn((await compared('mira', TIGHTER)).page);
    expect((await approve('mira', LOOSER, shown)).status).toBe(422);
    expect(kinds()).not.toContain('proposal');
  });

  it('that no site could work under is said to be wrong, with its place, and kept in the form', async () => {
    const { status, page } = await compared('mira', `${TIGHTER}nonsense: <b>\n`);
    expect(status).toBe(422);
    expect(page).toMatch(/role="alert" tabindex="-1" autofocus.*<li[^>]*>[^<]*nonsense/s);
    expect(page).toContain('nonsense: &lt;b&gt;');
    expect((await compared('mira', NOW)).page).toContain('This is the policy in force.');
  });

  it('is taken from nobody whose roles don’t decide, and is no longer than a policy may be', async () => {
    expect(await (await site.browser('rosa').get('/policy')).text()).not.toContain('/policy/new');
    expect((await compared('rosa', TIGHTER)).status).toBe(403);
    expect((await compared('mira', 'x'.repeat(600_000))).status).toBe(413);
    const short = { path: '/policy/new', form: '/policy/new/compare', action: '/incidents/freeze' };
    expect((await site.browser('mira').forge(short, { x: 'x'.repeat(70_000) })).status).toBe(413);
  });
});
