import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeyOf, randomBytes, randomId, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import { type Action, draftAction, type SignedAction, signAction } from '../../src/contract/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { nodeFolds, type OpenNode } from '../../src/node/index.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { sfumato } from '../support/command.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { policyFile, siteFolder } from '../support/site-folder.ts';

const entropy = systemEntropy();
const ada = analyst();
const secrets = {
  mira: randomBytes(entropy, 32),
  noor: randomBytes(entropy, 32),
  ada: ada.secretKey,
  eve: randomBytes(entropy, 32),
};
type Person = keyof typeof secrets;
const keyOf = (person: Person): string => toBase64Url(publicKeyOf(secrets[person]));
const signal = new AbortController().signal;

let site: ReturnType<typeof siteFolder>;
let node: OpenNode;

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '3' });
  const people = [
    `{ person: mira, key: ${keyOf('mira')}, roles: [privacy-officer] }`,
    `{ person: noor, key: ${keyOf('noor')}, roles: [steward] }`,
    `{ person: ada, key: ${keyOf('ada')}, roles: [steward] }`,
  ];
  writeFileSync(site.config, `${readFileSync(site.config, 'utf8')}people: [${people.join(', ')}]\n`);
  node = await open('1.1.0');
});
afterAll(async () => {
  await node.close();
  rmSync(site.folder, { recursive: true, force: true });
});

const open = (version: string) => openSite({ ...site, policyFile: policyFile(version) }, hurriedClock());
const apply = (signed: SignedAction) =>
  node.run({ verb: 'action', input: { signed }, actor: SHELL, signal, onProgress: () => undefined });

type What = { [K in Action['kind']]: Pick<Extract<Action, { kind: K }>, 'kind' | 'body'> }[Action['kind']];

function action(what: What, signers: readonly Person[], change: Partial<Action> = {}): SignedAction {
  const common = {
    version: 1,
    id: randomId(entropy),
    site: 'harbour',
    reason: 'Decided at the meeting.',
    expires: Date.now() + 60_000,
  };
  const draft = draftAction({ ...common, ...what, ...change } as Action);
  return signers.reduce((signed, person) => signAction(signed, secrets[person]), draft);
}

const cap = (meter: string): bigint | undefined => node.ctx.budget.meters().find(({ id }) => id === meter)?.cap[0];
const GRANT: What = { kind: 'grant', body: { meter: 'project:lung-imaging', epsilon: '2.5' } };
const FREEZE: What = { kind: 'freeze', body: { scope: 'analyst:ada' } };
const UNFREEZE: What = { kind: 'unfreeze', body: { scope: 'analyst:ada' } };

describe('a decision', () => {
  it('of two different people grants budget, once, on record with both signatures', async () => {
    const signed = action(GRANT, ['mira', 'noor']);
    await apply(signed);
    expect(cap('project:lung-imaging')).toBe(22_500_000_000n);
    await expect(apply(signed)).rejects.toThrow('taken already');
    expect(cap('project:lung-imaging')).toBe(22_500_000_000n);
    const [record] = [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'action');
    expect(record).toMatchObject({ actor: 'mira and noor', body: { signed }, reason: 'Decided at the meeting.' });
  });

  it.each<[string, () => SignedAction]>([
    ['by nobody', () => action(GRANT, [])],
    ['by one person', () => action(GRANT, ['mira'])],
    ['without a privacy officer', () => action(GRANT, ['noor', 'ada'])],
    ['by a key that nobody has here', () => action(GRANT, ['mira', 'eve'])],
    ['by a member of the project that it is for', () => action(GRANT, ['mira', 'ada'])],
    [
      'by the person that it is for',
      () => action({ kind: 'grant', body: { meter: 'analyst:ada', epsilon: '1' } }, ['mira', 'ada']),
    ],
    ['for another site', () => action(GRANT, ['mira', 'noor'], { site: 'hillside' })],
    ['too late', () => action(GRANT, ['mira', 'noor'], { expires: 1 })],
    [
      'before it was changed',
      () => {
        const signed = action(GRANT, ['mira', 'noor']);
        return { ...signed, action: signed.action.replace('2.5', '9.5') };
      },
    ],
  ])('that was signed %s is not taken', async (_, signed) => {
    const before = cap('project:lung-imaging');
    await expect(apply(signed())).rejects.toMatchObject({ code: 'approval-missing' });
    expect(cap('project:lung-imaging')).toBe(before);
  });

  it('never lifts a cap above the policy’s ceiling, nor makes a meter', async () => {
    const year = new Date().getUTCFullYear();
    const grant = (meter: string, epsilon: string) =>
      action({ kind: 'grant', body: { meter, epsilon } }, ['mira', 'noor']);
    await expect(apply(grant(`block:harbour-imaging:${year}`, '9999'))).rejects.toThrow('epsilonCeiling');
    await expect(apply(grant('project:elsewhere', '1'))).rejects.toThrow('There is no budget project:elsewhere');
    await expect(apply(grant('project:lung-imaging', '-50'))).rejects.toThrow(/fall below 0: ε [\d.]+ is granted now/);
    await expect(apply(grant('project:lung-imaging', '0'))).rejects.toThrow('A change of 0 changes nothing');
  });

  it('of one person freezes at once; it takes two to go on', async () => {
    expect(node.ctx.governance.authorise({ key: ada.publicKey, project: 'lung-imaging' }, Date.now())).toHaveProperty(
      'person',
    );
    await apply(action(FREEZE, ['noor']));
    expect(node.ctx.governance.authorise({ key: ada.publicKey, project: 'lung-imaging' }, Date.now())).toMatchObject({
      code: 'frozen',
    });
    expect(node.ctx.governance.isFrozen('analyst:ada')).toBe(true);
    await expect(apply(action(UNFREEZE, ['noor']))).rejects.toMatchObject({ code: 'approval-missing' });
    await apply(action(UNFREEZE, ['mira', 'noor']));
    await expect(apply(action(UNFREEZE, ['mira', 'noor']))).rejects.toThrow('Nothing is frozen as analyst:ada');
    expect(node.ctx.governance.isFrozen('analyst:ada')).toBe(false);
  });

  it('enrols nobody with a key that is revoked or somebody else’s, and dismisses only who is enrolled', async () => {
    const enrol = (person: string, key: string): What => ({ kind: 'enrol', body: { person, key, roles: ['steward'] } });
    const lost = toBase64Url(publicKeyOf(randomBytes(entropy, 32)));
    await apply(action({ kind: 'revoke', body: { key: lost } }, ['mira']));
    for (const [person, key] of [
      ['olga', keyOf('mira')],
      ['olga', ada.publicKey],
      ['olga', lost],
    ] as const) {
      await expect(apply(action(enrol(person, key), ['mira', 'noor']))).rejects.toThrow(
        'the key of olga is revoked or somebody else’s',
      );
    }
    for (const person of ['shell', 'configuration', 'witness']) {
      await expect(apply(action(enrol(person, keyOf('eve')), ['mira', 'noor']))).rejects.toThrow(
        `The journal calls a part of the program ${person}`,
      );
    }
    const nobody: What = { kind: 'dismiss', body: { person: 'nobody' } };
    await expect(apply(action(nobody, ['mira', 'noor']))).rejects.toThrow('nobody of this name is enrolled');
    expect(node.ctx.governance.decisions.people.has('olga')).toBe(false);
  });

  it('enrols and dismisses people, whatever the configuration says by then', async () => {
    const eve: What = { kind: 'enrol', body: { person: 'eve', key: keyOf('eve'), roles: ['privacy-officer'] } };
    await expect(apply(action(eve, ['mira', 'eve']))).rejects.toMatchObject({ code: 'approval-missing' });
    await apply(action(eve, ['mira', 'noor']));
    await apply(action(GRANT, ['eve', 'noor']));
    await apply(action({ kind: 'dismiss', body: { person: 'eve' } }, ['mira', 'noor']));
    await expect(apply(action(GRANT, ['eve', 'noor']))).rejects.toMatchObject({ code: 'approval-missing' });
    await node.close();
    const config = readFileSync(site.config, 'utf8');
    writeFileSync(
      site.config,
      config.replace('people: [', `people: [{ person: eve, key: ${keyOf('eve')}, roles: [steward] }, `),
    );
    node = await open('1.1.0');
    expect([...node.ctx.governance.decisions.people.keys()].sort()).toEqual(['ada', 'mira', 'noor']);
  });

  it('is needed for another policy, which the configuration alone brings no more', async () => {
    await node.close();
    await expect(open('1.0.0')).rejects.toMatchObject({ code: 'approval-missing' });
    node = await open('1.1.0');
    const {
      name,
      deidentificationHash: deidentification,
      disclosureHash: disclosure,
    } = loadPolicy({
      text: readFileSync(policyFile('1.0.0'), 'utf8'),
      file: '1.0.0.yaml',
    });
    await apply(action({ kind: 'policy', body: { name, deidentification, disclosure } }, ['mira', 'noor']));
    await node.close();
    node = await open('1.0.0');
    expect(node.ctx.catalog.policy()?.name).toBe('imaging-metadata@1.0.0');
  });

  it('is checked again by whoever verifies the journal', () => {
    const disk = nodeDisk(join(site.folder, 'journal'));
    expect(verifyJournal({ disk, folds: nodeFolds(disk) })).toMatchObject({ verified: true });
  });
});

describe('sfumato audit', () => {
  const audit = (...words: string[]) => sfumato(['audit', ...words, '--config', site.config]);

  it('shows the records that are asked for', async () => {
    const shown = async (...words: string[]): Promise<{ seq: number; kind: string; actor: string }[]> =>
      JSON.parse((await audit('show', ...words, '--json')).stdout).records;
    const byEve = await shown('--kind', 'action', '--actor', 'eve');
    expect(byEve.map(({ actor }) => actor)).toEqual(['eve and noor']);
    expect((await shown('--seq', '3-5')).map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect((await shown('--project', 'lung-imaging')).map(({ kind }) => kind)).toEqual([
      'grant',
      'project',
      'action',
      'grant',
      'action',
      'grant',
    ]);
    expect(await shown('--until', '2020-01-01')).toEqual([]);
    expect((await audit('show', '--since', 'yesterday')).code).toBe(2);
  });

  it('exports them as JSON Lines and as CSV, and never over a file', async () => {
    const [lines, csv] = [join(site.folder, 'out.jsonl'), join(site.folder, 'out.csv')];
    expect((await audit('export', '--out', lines, '--kind', 'grant')).code).toBe(0);
    const rows = readFileSync(lines, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ kind }) => kind)).toEqual(Array(rows.length).fill('grant'));
    expect((await audit('export', '--out', csv, '--kind', 'grant', '--format', 'csv')).code).toBe(0);
    const [heading, ...cells] = readFileSync(csv, 'utf8').trim().split('\r\n');
    expect(heading).toBe('seq,time,epoch,kind,actor,keyId,reason,recordHash,body');
    expect(cells).toHaveLength(rows.length);
    expect(cells[0]).toContain('""meter""');
    expect((await audit('export', '--out', csv)).code).toBe(1);
  });
});
