import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signAction } from '../../src/contract/index.ts';
import { generateSite } from '../../src/dicom/generate.ts';
import { nameOfPolicy } from '../../src/governance/index.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { type DecidingSite, decidingSite, decision, type Signer, signer, type What } from '../support/deciding-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE } from '../support/site-folder.ts';

const ada = analyst();
const [mira, noor] = [signer(), signer()];
const FIRST = readFileSync(POLICY_FILE, 'utf8');
const RANGE = 'value: { min: "0.01", max: "2" }';
const named = (version: string, text: string): string => text.replace('version: 1.1.0', `version: ${version}`);
const TIGHTER = named('1.1.1', FIRST.replace(RANGE, 'value: { min: "0.01", max: "1" }'));
const LOOSER = named('1.1.2', FIRST.replace(RANGE, 'value: { min: "0.01", max: "3" }'));
const MIXED = named(
  '1.1.3',
  FIRST.replace(RANGE, 'value: { min: "0.01", max: "3" }').replace(
    'minSites:\n    value: 1',
    'minSites:\n    value: 2',
  ),
);
const ALMOST_NONE = named(
  '1.1.4',
  FIRST.replace('epsilonCeiling:\n    value: "10"', 'epsilonCeiling:\n    value: "5"'),
);
let site: DecidingSite;

beforeEach(async () => {
  site = await decidingSite(
    [
      { person: 'mira', role: 'privacy-officer', key: mira.publicKey },
      { person: 'noor', role: 'steward', key: noor.publicKey },
    ],
    { ada: ada.publicKey },
  );
});
afterEach(() => site.remove());

const read = (text: string) => loadPolicy({ text, file: 'policy.yaml' });
const inForce = (): string => site.node().ctx.policy.name;

function change(text: string, from: string | null = FIRST): What {
  const before = from === null ? {} : { from: nameOfPolicy(read(from)) };
  return { kind: 'policy', body: { ...nameOfPolicy(read(text)), ...before } };
}

function approve(what: What, document: string | undefined, ...signers: readonly Signer[]) {
  const signed = signers.reduce((so, { secretKey }) => signAction(so, secretKey), decision(what));
  return site.run('submit', { signed, ...(document !== undefined && { document }) });
}

function fileOf(text: string): string {
  const file = join(site.folder, 'to-come.yaml');
  writeFileSync(file, text);
  return file;
}

async function publish(): Promise<void> {
  const archive = join(site.folder, 'archive');
  await generateSite({ folder: archive, manifest: join(site.folder, 'm.json'), seed: 1, site: 'harbour', patients: 3 });
  await site.command('ingest', archive);
  await site.run('publish');
}

describe('a policy that only tightens the disclosure', () => {
  it('is in force at once by one privacy officer, and stays so whatever the configuration still names', async () => {
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect(await approve(change(TIGHTER), TIGHTER, mira)).toMatchObject({ state: 'taken', people: ['mira'] });
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    await site.reopen();
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    await site.reopen(fileOf(TIGHTER));
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    expect(site.records('policy').map(({ actor }) => actor)).toEqual(['configuration', 'mira']);
    expect(site.verified()).toBe(true);
  });

  it.each<[string, () => readonly [What, string | undefined, Signer]]>([
    ['to a steward alone', () => [change(TIGHTER), TIGHTER, noor]],
    ['without its document', () => [change(TIGHTER), undefined, mira]],
    ['when it does not say what it takes the place of', () => [change(TIGHTER, null), TIGHTER, mira]],
    ['when it takes the place of one that is not in force', () => [change(TIGHTER, LOOSER), TIGHTER, mira]],
    ['when it loosens', () => [change(LOOSER), LOOSER, mira]],
    ['when it loosens one thing and tightens another', () => [change(MIXED), MIXED, mira]],
  ])('is not left %s', async (_, parts) => {
    const [what, document, by] = parts();
    expect(await approve(what, document, by)).toMatchObject({ state: 'pending' });
    expect(inForce()).toBe('imaging-metadata@1.1.0');
  });

  it('is the very document that was signed', async () => {
    await expect(approve(change(TIGHTER), LOOSER, mira)).rejects.toThrow('not the policy that was signed');
    expect(site.records('document')).toHaveLength(1);
  });

  it('is not put in force under what the site gives each new intake block', async () => {
    await expect(approve(change(ALMOST_NONE), ALMOST_NONE, mira)).rejects.toThrow('standingGrant');
  });
});

describe('a policy that loosens the disclosure', () => {
  it('takes two people and the next publish, whatever the configuration names before', async () => {
    await approve(change(LOOSER), LOOSER, mira, noor);
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    await site.reopen(fileOf(LOOSER));
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect((await site.run('policies')).policies.map(({ name, waiting }) => [name, waiting])).toContainEqual([
      'imaging-metadata@1.1.2',
      true,
    ]);
    await publish();
    expect(inForce()).toBe('imaging-metadata@1.1.2');
    await site.reopen();
    expect(inForce()).toBe('imaging-metadata@1.1.2');
    expect(site.verified()).toBe(true);
  });

  it('is what rolling a tightening back is', async () => {
    await approve(change(TIGHTER), TIGHTER, mira);
    const back = change(FIRST, TIGHTER);
    expect(await approve(back, undefined, mira)).toMatchObject({ state: 'pending' });
    expect(await approve(back, undefined, mira, noor)).toMatchObject({ state: 'taken' });
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    await publish();
    expect(inForce()).toBe('imaging-metadata@1.1.0');
  });
});
