import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordDocument } from '../../src/node/verbs/policy/in-force.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { POLICY_FILE } from '../support/site-folder.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const FIRST = readFileSync(POLICY_FILE, 'utf8');
const RANGE = 'value: { min: "0.01", max: "2" }';
const other = (version: string, max: string): string =>
  FIRST.replace('version: 1.1.0', `version: ${version}`).replace(RANGE, `value: { min: "0.01", max: "${max}" }`);
const TIGHTER = loadPolicy({ text: other('1.1.1', '1'), file: 'tighter' });
const [LOOSER, LOOSER_STILL] = ['3', '4'].map((max) => loadPolicy({ text: other('1.1.2', max), file: 'looser' }));

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
  for (const policy of [TIGHTER, LOOSER!, LOOSER_STILL!]) {
    recordDocument(site.node.ctx, policy);
  }
});
afterAll(() => site.close());

const back = (policy: string) => ({
  'rollback-policy': policy,
  'rollback-reason': 'Decided at the meeting.',
  'rollback-passphrase': PASSPHRASE,
});
const diffOf = (before: string, after: string) =>
  site.browser('rosa').get(`/policy/diff?${new URLSearchParams({ before, after })}`);
const inForce = (): string => site.node.ctx.policy.name;

describe('the policies on record', () => {
  it('are listed with what is in force, and how each differs from it', async () => {
    const page = await (await site.browser('rosa').get('/policy')).text();
    expect(page).toMatch(/imaging-metadata@1\.1\.0<\/th><td><span class="badge good">.*?in force/);
    expect(page).toMatch(/imaging-metadata@1\.1\.1<\/th>.*?tightens<\/a>/);
    expect(page).not.toContain('/policy/rollback');
  });

  it('are compared, any two of them, with what the change means', async () => {
    const page = await (await diffOf('imaging-metadata@1.1.1', 'imaging-metadata@1.1.0')).text();
    expect(page).toContain('From imaging-metadata@1.1.1 to imaging-metadata@1.1.0');
    expect(page).toMatch(/badge bad.*?loosens/);
    expect(page).toContain('epsilonPerQuestion');
    const { consequences, changes } = await site.run('policy-diff', {
      before: 'imaging-metadata@1.1.1',
      after: 'imaging-metadata@1.1.0',
    });
    expect(consequences.length).toBeGreaterThan(0);
    expect(page.match(/<tr><th scope="row">/g)).toHaveLength(changes.length);
  });

  it('of one name are told apart by a hash', async () => {
    expect((await diffOf('imaging-metadata@1.1.0', 'imaging-metadata@1.1.2')).status).toBe(404);
    const page = await (await diffOf('imaging-metadata@1.1.0', LOOSER_STILL!.disclosureHash)).text();
    expect(page).toContain('From imaging-metadata@1.1.0 to imaging-metadata@1.1.2');
    const both = { before: 'imaging-metadata@1.1.0', after: 'imaging-metadata@1.1.2' };
    await expect(site.run('policy-diff', both)).rejects.toMatchObject({ code: 'wrong-use' });
    await expect(site.run('policy-diff', { ...both, after: 'nothing' })).rejects.toMatchObject({ code: 'wrong-use' });
  });
});

describe('going back to a policy', () => {
  it('that loosens takes two people, and waits for a publish', async () => {
    const sent = await site.browser('mira').send('/policy', '/policy/rollback', back(LOOSER!.disclosureHash));
    const id = waitingIn(await sent.text());
    const form = { 'approve-passphrase': PASSPHRASE };
    await site.browser('noor').send(`/inbox/${id}`, `/inbox/${id}/approve`, form);
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect(await (await site.browser('rosa').get('/policy')).text()).toContain('from the next publish on');
  });

  it('that only tightens is in force at once by one privacy officer, and not by a steward alone', async () => {
    await site.browser('noor').send('/policy', '/policy/rollback', back('imaging-metadata@1.1.1'));
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    const sent = await site.browser('mira').send('/policy', '/policy/rollback', back('imaging-metadata@1.1.1'));
    expect(sent.status).toBe(200);
    expect(inForce()).toBe('imaging-metadata@1.1.1');
  });

  it('that is not on record comes to nothing', async () => {
    const sent = await site.browser('mira').send('/policy', '/policy/rollback', back('imaging-metadata@9.9.9'));
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('No such policy is on record.');
  });
});
