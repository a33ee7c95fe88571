import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sfumato } from '../support/command.ts';
import { projectTerms } from '../support/project-terms.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const ada = analyst();
let site: ReturnType<typeof siteFolder>;
const keys = new Map<string, string>();
const REASON = ['--reason', 'Decided at the meeting.'];
/** Everybody's key is sealed, as keys are. */
const SEALED: string[] = [];

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
  writeFileSync(at('passphrase.txt'), 'three grey herons\n', { mode: 0o600 });
  SEALED.push('--passphrase-file', at('passphrase.txt'));
  for (const person of ['mira', 'noor', 'carl']) {
    const made = await sfumato(['keygen', '--analyst', at(`${person}.key`), ...SEALED, '--json']);
    keys.set(person, JSON.parse(made.stdout).publicKey);
  }
  const roles = { mira: 'privacy-officer', noor: 'steward' };
  const people = Object.entries(roles).map(
    ([who, role]) => `{ person: ${who}, key: ${keys.get(who)}, roles: [${role}] }`,
  );
  appendFileSync(site.config, `people: [${people.join(', ')}]\n`);
});
afterAll(() => rmSync(site.folder, { recursive: true, force: true }));

const at = (file: string): string => join(site.folder, file);
const by = (person: string): readonly string[] => ['--key', at(`${person}.key`), ...SEALED];

/** Runs a command on the site and gives its document. */
async function done(...words: readonly string[]) {
  const run = await sfumato([...words, '--config', site.config, '--json']);
  // What somebody is about to sign is for them to read, whatever the document is for.
  const said = words[0] === 'approve' ? /^To be signed for harbour: .+, open until [\s\S]+\n$/ : /^$/;
  expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(said) });
  return JSON.parse(run.stdout);
}

it('takes a project from application to agreement by the commands that the guide shows', async () => {
  writeFileSync(at('terms.txt'), 'Whoever asks here publishes no count of fewer than ten patients.');
  writeFileSync(at('bones.yaml'), projectTerms('bones', keys.get('carl') ?? ''));
  const text = await done('agreement', 'publish', 'data-use', at('terms.txt'), ...REASON, ...by('mira'));
  await done('approve', text.action.slice(0, 8), ...by('noor'));
  const out = ['--site', 'harbour', '--out', at('bones.json')];
  expect((await sfumato(['project', 'apply', at('bones.yaml'), ...REASON, ...by('carl'), ...out])).code).toBe(0);
  expect(await done('approve', at('bones.json'), ...by('noor'))).toMatchObject({
    state: 'pending',
    mayStill: ['mira'],
  });
  const { pending } = await done('inbox');
  expect(pending).toMatchObject([{ signedBy: ['carl', 'noor'], action: { kind: 'project' } }]);
  expect(await done('approve', pending[0].action.id, ...by('mira'))).toMatchObject({ state: 'taken' });
  const agreed = at('agreed.json');
  const read = ['--person', 'carl', '--text', at('terms.txt'), '--site', 'harbour', '--out', agreed];
  expect((await sfumato(['agreement', 'sign', 'data-use', ...read, ...REASON, ...by('carl')])).code).toBe(0);
  expect(await done('approve', agreed, ...by('noor'))).toMatchObject({ state: 'taken' });
  const shown = await done('project', 'show', 'bones');
  expect(shown.members).toMatchObject([{ person: 'carl', hasAgreed: true }]);
  expect(shown.members[0]).not.toHaveProperty('refused');
  await done('log', '--project', 'bones', '--format', 'csv', '--out', at('log.csv'));
  const [heading, ...lines] = readFileSync(at('log.csv'), 'utf8').trim().split('\r\n');
  expect([heading, lines.some((line) => line.includes(',project bones,'))]).toEqual([
    'seq,time,kind,who,what,why,policy,projects,people',
    true,
  ]);
  const { records } = await done('audit', 'show', '--kind', 'read', '--last', '1');
  expect(records).toMatchObject([{ body: { verb: 'log', exported: true } }]);
  expect((await done('log', '--project', 'bones', '--until', '2026-01-01')).entries).toEqual([]);
}, 240_000);

it('freezes, declines and refuses with the exit codes that help promises', async () => {
  await done('freeze', 'analyst:carl', '--severity', 'high', '--contact', 'Duty officer', ...REASON, ...by('noor'));
  const { incidents } = await done('incident', 'list');
  expect(incidents).toMatchObject([{ scope: 'analyst:carl', severity: 'high', state: 'frozen' }]);
  const waits = await done('unfreeze', 'analyst:carl', ...REASON, ...by('mira'));
  await done('decline', waits.action, ...REASON, ...by('noor'));
  const config = ['--config', site.config];
  const early = await sfumato(['incident', 'close', incidents[0].id, ...REASON, ...by('mira'), ...config]);
  expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('no corrective action')]);
  const listed = async () => (await sfumato(['incident', 'list', ...config])).stdout;
  expect(await listed()).toContain('high  frozen, open for 0.0 h');
  await done(
    'incident',
    'note',
    incidents[0].id,
    '--text',
    'The cause is gone.',
    '--corrective',
    ...REASON,
    ...by('noor'),
  );
  for (const words of [
    ['unfreeze', 'analyst:carl'],
    ['incident', 'close', incidents[0].id],
  ]) {
    const { action } = await done(...words, ...REASON, ...by('mira'));
    await done('approve', action, ...by('noor'));
  }
  expect(await listed()).toContain('high  closed, was open for 0.0 h');
  const strange = await sfumato(['grant', 'project:bones', '1', ...REASON, ...by('carl'), ...config]);
  expect(strange.code).toBe(3);
}, 240_000);

it('compares policies that the site has on record by their names, and knows no other', async () => {
  const name = 'imaging-metadata@1.1.0';
  expect(await done('policy', 'diff', name, name)).toMatchObject({ before: name, after: name, changes: [] });
  const strange = await sfumato(['policy', 'diff', name, 'imaging-metadata@9.9.9', '--config', site.config]);
  expect([strange.code, strange.stderr]).toEqual([2, expect.stringContaining('9.9.9 is not on record here')]);
});
