import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toReply } from '../../src/budget/index.ts';
import { signAction } from '../../src/contract/index.ts';
import { generateSite } from '../../src/dicom/generate.ts';
import { nameOfPolicy } from '../../src/governance/index.ts';
import type { NodeContext } from '../../src/node/index.ts';
import { answerQuestion } from '../../src/node/verbs/query/answer.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { type DecidingSite, decidingSite, decision, type Signer, signer, type What } from '../support/deciding-site.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE } from '../support/site-folder.ts';

const ada = analyst();
const [mira, noor] = [signer(), signer()];
const FIRST = readFileSync(POLICY_FILE, 'utf8');
const RANGE = 'value: { min: "0.01", max: "2" }';
const named = (version: string, text: string): string => text.replace('version: 1.1.0', `version: ${version}`);
const TIGHTER = named('1.1.1', FIRST.replace(RANGE, 'value: { min: "0.01", max: "1" }'));
const [TIGHTEST, LEAST] = [
  named('1.1.7', FIRST.replace(RANGE, 'value: { min: "0.01", max: "0.5" }')),
  named('1.1.8', FIRST.replace(RANGE, 'value: { min: "0.01", max: "0.4" }')),
];
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
const OTHER_WORDS = named('1.1.5', FIRST)
  .replace('vocabulary: body-regions', 'vocabulary: words')
  .replace(
    'vocabularies:\n',
    'vocabularies:\n  words:\n    source: Words of an officer\n    values: [HIV, PRISONER]\n',
  );
const SHORT_BANDS = named(
  '1.1.6',
  FIRST.replace(/from: \{ DAY: \d+, EVENING: \d+, NIGHT: \d+ \}/, 'from: { DAY: 2, EVENING: 3, NIGHT: 4 }').replace(
    RANGE,
    'value: { min: "0.01", max: "1" }',
  ),
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

async function stage(): Promise<void> {
  const archive = join(site.folder, 'archive');
  await generateSite({ folder: archive, manifest: join(site.folder, 'm.json'), seed: 1, site: 'harbour', patients: 3 });
  await site.command('ingest', archive);
}

async function publish(): Promise<void> {
  await stage();
  await site.run('publish');
}

describe('a policy that only tightens the disclosure', () => {
  it('is in force at once by one privacy officer, and stays so whatever the configuration still names', async () => {
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect(await approve(change(TIGHTER), TIGHTER, mira)).toMatchObject({
      ...{ state: 'taken', people: ['mira'] },
      inForce: 'imaging-metadata@1.1.1 is in force.',
    });
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    await site.reopen();
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    await site.reopen(fileOf(TIGHTER));
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    expect(site.records('policy').map(({ actor }) => actor)).toEqual(['configuration', 'mira']);
    expect(site.verified()).toBe(true);
  });

  it('stays so where it was tightened again and the configuration names what was approved before', async () => {
    await approve(change(TIGHTER), TIGHTER, mira);
    await site.reopen(fileOf(TIGHTER));
    await approve(change(TIGHTEST, TIGHTER), TIGHTEST, mira);
    await approve(change(LEAST, TIGHTEST), LEAST, mira);
    await site.reopen();
    expect(inForce()).toBe('imaging-metadata@1.1.8');
    await site.reopen(fileOf(TIGHTEST));
    expect(inForce()).toBe('imaging-metadata@1.1.8');
  });

  it.each<[string, () => readonly [What, string | undefined, Signer]]>([
    ['to a steward alone', () => [change(TIGHTER), TIGHTER, noor]],
    ['when it does not say what it takes the place of', () => [change(TIGHTER, null), TIGHTER, mira]],
    ['when it takes the place of one that is not in force', () => [change(TIGHTER, LOOSER), TIGHTER, mira]],
    ['when it loosens', () => [change(LOOSER), LOOSER, mira]],
    ['when it loosens one thing and tightens another', () => [change(MIXED), MIXED, mira]],
    ['when a field tells fewer words, but others', () => [change(OTHER_WORDS), OTHER_WORDS, mira]],
    ['when two of as many hours of the day are told apart', () => [change(SHORT_BANDS), SHORT_BANDS, mira]],
  ])('is not left %s', async (_, parts) => {
    const [what, document, by] = parts();
    expect(await approve(what, document, by)).toMatchObject({ state: 'pending' });
    expect(inForce()).toBe('imaging-metadata@1.1.0');
  });

  it('is named at a start, and by doctor, where the configuration names another, with what would bring that into force', async () => {
    const told = async (): Promise<readonly string[]> => {
      await site.node().close();
      const { stderr } = await runProgram(['node', 'start', '--config', site.config]);
      const doctor = await runProgram(['doctor', '--config', site.config]);
      await site.reopen();
      const kept =
        /The site works under imaging-metadata@1\.1\.1, as .* not under imaging-metadata@1\.1\.0, which .* names\. (.*)/;
      return [stderr, doctor.stdout].map((text) => kept.exec(text)?.[1] ?? text);
    };
    await approve(change(TIGHTER), TIGHTER, mira);
    const never = 'To bring imaging-metadata@1.1.0 into force, approve it (`sfumato policy approve FILE`).';
    expect(await told()).toEqual([never, never]);
    await approve(change(FIRST, TIGHTER), undefined, mira, noor);
    const last = 'imaging-metadata@1.1.0 comes into force with the next publish.';
    expect(await told()).toEqual([last, last]);
    await approve(change(LOOSER, TIGHTER), LOOSER, mira, noor);
    const outdated =
      'imaging-metadata@1.1.0 was approved, and another since: to bring it into force, approve it again (`sfumato policy approve FILE`).';
    expect(await told()).toEqual([outdated, outdated]);
  });

  it('is the very document that was signed', async () => {
    await expect(approve(change(TIGHTER), LOOSER, mira)).rejects.toThrow('not the policy that was signed');
    expect(site.records('document')).toHaveLength(1);
  });

  it('is needed: two people would believe that they had tightened what can’t follow', async () => {
    const refused = { code: 'wrong-use', message: expect.stringContaining('is not on record; hand it in') };
    await expect(approve(change(TIGHTER), undefined, mira)).rejects.toMatchObject(refused);
    await expect(approve(change(LOOSER), undefined, mira, noor)).rejects.toMatchObject(refused);
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect(await approve(change(TIGHTER), TIGHTER, mira)).toMatchObject({ state: 'taken' });
  });

  it('is that of the officer who signed it, whatever somebody without a say handed in under its hashes before', async () => {
    const rosa = signer();
    await site.decide(
      { kind: 'enrol', body: { person: 'rosa', key: rosa.publicKey, roles: ['reviewer'] } },
      mira,
      noor,
    );
    const planted = TIGHTER.replace('loosening: 2', 'loosening: 1');
    expect(nameOfPolicy(read(planted))).toEqual(nameOfPolicy(read(TIGHTER)));
    await expect(approve(change(planted), planted, rosa)).rejects.toThrow('have one of them approve it first');
    expect([site.records('document').length, site.records('proposal').length]).toEqual([1, 0]);
    expect(await approve(change(TIGHTER), TIGHTER, mira)).toMatchObject({ state: 'taken' });
    expect(inForce()).toBe('imaging-metadata@1.1.1');
  });

  it('is the only one under its hashes, which leave reasons and numbers of approvals out', async () => {
    const { document } = read(TIGHTER);
    const planted = TIGHTER.replace('loosening: 2', 'loosening: 1');
    expect(await approve(change(planted), planted, noor)).toMatchObject({ state: 'pending' });
    await expect(approve(change(TIGHTER), TIGHTER, mira)).rejects.toThrow('other reasons, citations or approvals');
    expect([inForce(), document.approvals.loosening]).toEqual(['imaging-metadata@1.1.0', 2]);
  });

  it('is a version of its own: what is on record under its name keeps it, and nothing of the other is', async () => {
    const edited = TIGHTER.replace('version: 1.1.1', 'version: 1.1.0');
    const sentence =
      'imaging-metadata@1.1.0 is on record with other rules; give the changed policy a version of its own.';
    const refused = { code: 'wrong-use', message: sentence };
    await expect(site.run('policy-draft', { document: edited, toApprove: true })).rejects.toMatchObject(refused);
    await expect(approve(change(edited), edited, mira)).rejects.toMatchObject(refused);
    await expect(approve(change(edited), undefined, mira, noor)).rejects.toMatchObject(refused);
    expect([site.records('document').length, site.records('action').length]).toEqual([1, 0]);
    // To look at the difference is no approval.
    expect(await site.run('policy-draft', { document: edited })).toMatchObject({ name: 'imaging-metadata@1.1.0' });
  });

  it('is not put in force under what the site gives each new intake block', async () => {
    await expect(approve(change(ALMOST_NONE), ALMOST_NONE, mira)).rejects.toThrow('standingGrant');
  });
});

describe('a policy that loosens the disclosure', () => {
  it('takes two people and the next publish, whatever the configuration names before', async () => {
    const { inForce: when } = await approve(change(LOOSER), LOOSER, mira, noor);
    expect(when).toBe('imaging-metadata@1.1.2 is in force from the next publish on.');
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect((await site.run('status')).policyWaiting).toBe('imaging-metadata@1.1.2');
    await site.reopen(fileOf(LOOSER));
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    expect((await site.run('policies')).policies.map(({ name, waiting }) => [name, waiting])).toContainEqual([
      'imaging-metadata@1.1.2',
      true,
    ]);
    await publish();
    expect(inForce()).toBe('imaging-metadata@1.1.2');
    expect((await site.run('status')).policyWaiting).toBeNull();
    await site.reopen();
    expect(inForce()).toBe('imaging-metadata@1.1.2');
    expect(site.verified()).toBe(true);
  });

  it('does not come back by a configuration that names it once it was tightened, however often', async () => {
    await approve(change(LOOSER), LOOSER, mira, noor);
    await publish();
    await site.reopen(fileOf(LOOSER));
    expect(inForce()).toBe('imaging-metadata@1.1.2');
    await approve(change(TIGHTEST, LOOSER), TIGHTEST, mira);
    await approve(change(LEAST, TIGHTEST), LEAST, mira);
    await site.reopen();
    expect(inForce()).toBe('imaging-metadata@1.1.8');
  });

  it('does not come by a configuration after a publish where a tightening was decided since', async () => {
    await approve(change(LOOSER), LOOSER, mira, noor);
    await approve(change(TIGHTER), TIGHTER, mira);
    await publish();
    await site.reopen(fileOf(LOOSER));
    expect(inForce()).toBe('imaging-metadata@1.1.1');
  });

  it('does not come by a configuration where another was approved since, which does', async () => {
    await approve(change(OTHER_WORDS), OTHER_WORDS, mira, noor);
    await approve(change(SHORT_BANDS), SHORT_BANDS, mira, noor);
    await site.reopen(fileOf(OTHER_WORDS));
    expect(inForce()).toBe('imaging-metadata@1.1.0');
    await site.reopen(fileOf(SHORT_BANDS));
    expect(inForce()).toBe('imaging-metadata@1.1.6');
  });

  it('is what rolling a tightening back is', async () => {
    await approve(change(TIGHTER), TIGHTER, mira);
    const back = change(FIRST, TIGHTER);
    expect(await approve(back, undefined, mira)).toMatchObject({ state: 'pending' });
    expect(await approve(back, undefined, mira, noor)).toMatchObject({ state: 'taken' });
    expect(inForce()).toBe('imaging-metadata@1.1.1');
    await stage();
    const told = await site.command('publish');
    expect(told.split('\n').slice(0, -1)).toEqual([
      expect.stringContaining(' published under imaging-metadata@1.1.1 in slot '),
      'imaging-metadata@1.1.0 is in force now, and imaging-metadata@1.1.1 no longer.',
    ]);
    expect(inForce()).toBe('imaging-metadata@1.1.0');
  });

  it('is not named by a publish that changes nothing of what is in force', async () => {
    await stage();
    expect((await site.command('publish')).trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('a question under way while the policy tightens', () => {
  /** More than the tightened policy lets a question cost. */
  const EPSILON = '1.5';
  /** Half of the second after which a small site answers. */
  const STOPPED_MS = 500;
  const COST = 3n * 1_500_000_000n; // one block, the project and the person
  beforeEach(publish);

  const question = (from = 0): string =>
    signedQuestion({
      ...{ secretKey: ada.secretKey, sites: ['harbour', 'hillside'] },
      draft: { count: 'patients', where: { PatientAge: { between: [from, 120] } }, epsilon: EPSILON },
    });
  const tighten = () => approve(change(TIGHTER), TIGHTER, mira);
  const spent = (): bigint =>
    site
      .node()
      .ctx.budget.meters()
      .reduce((sum, { reserved, committed }) => sum + reserved[0]! + committed[0]!, 0n);
  const ask = async (signed: string, ctx = unhurried()) =>
    toReply(await answerQuestion({ ctx, input: { signed } })).answer;

  /** The site as it is, with a pause between one step of a question and the next. */
  function pausing(change: Partial<NodeContext>): NodeContext {
    const members = Object.entries(change).map(([name, value]) => [name, { value }]);
    return Object.create(unhurried(), Object.fromEntries(members));
  }

  /** The site under a clock that stands still while a statement runs, so that no question is late on a slow machine. */
  function unhurried(): NodeContext {
    const { ctx } = site.node();
    const isRunning = () => ctx.budget.meters().some(({ reserved }) => reserved[0]! > 0n);
    // Of what is waited for while something is charged, the moment at which a statement is stopped comes first.
    const until = async (atMs: number): Promise<void> => {
      while (atMs <= STOPPED_MS && isRunning()) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    return Object.create(ctx, { clock: { value: { ...ctx.clock, monotonicMs: () => 0, until } } });
  }

  function pausingAfterCharge(pause: () => Promise<unknown>): NodeContext {
    const { budget } = site.node().ctx;
    const reserve: typeof budget.reserve = async (input) => {
      const reserved = await budget.reserve(input);
      await pause();
      return reserved;
    };
    return pausing({ budget: { ...budget, reserve } });
  }

  it('and not charged yet is refused, at no cost, however far it has come', async () => {
    const extend = async (): Promise<boolean> => (await tighten()).state === 'taken';
    const { guard } = site.node().ctx;
    const ctx = pausing({ guard: { ...guard, covers: () => false, extend } });
    expect(await ask(question(), ctx)).toMatchObject({ state: 'refused', code: 'policy-version' });
    expect([spent(), inForce()]).toEqual([0n, 'imaging-metadata@1.1.1']);
  });

  it('and charged is answered under what was charged; whoever waits for the same is refused', async () => {
    let second: ReturnType<typeof ask> | undefined;
    const ctx = pausingAfterCharge(async () => {
      second = ask(question());
      await tighten();
    });
    expect(await ask(question(), ctx)).toMatchObject({
      state: 'released',
      epsilon: EPSILON,
      policy: { version: '1.1.0' },
    });
    expect(await second).toMatchObject({ state: 'refused', code: 'policy-version' });
    expect(spent()).toBe(COST);
    const [reserve, policy, commit] = ['reserve', 'policy', 'commit'].map((kind) => site.records(kind).at(-1)!.seq);
    expect([reserve! < policy!, policy! < commit!]).toEqual([true, true]);
  });

  it('and cut off by a crash after its charge is not taken up again', async () => {
    const signed = question();
    const { ctx } = site.node();
    let crash: () => void = () => undefined;
    const crashed = new Promise<void>((resolve) => {
      crash = resolve;
    });
    const cutOff = pausingAfterCharge(() => {
      crash();
      return new Promise(() => undefined);
    });
    // The file of the snapshot is let go of, as the system does for a process that has ended.
    const pinned = ctx.snapshots.pin();
    const snapshots = { ...ctx.snapshots, pin: () => pinned };
    void ask(signed, Object.create(cutOff, { snapshots: { value: snapshots } }));
    await crashed;
    pinned?.release();
    await site.reopen();
    await tighten();
    // What was cut off stays set aside for good, so the clock that waits for it would stand still.
    expect(await ask(signed, site.node().ctx)).toMatchObject({ state: 'refused', code: 'policy-version' });
    expect(site.records('commit')).toEqual([]);
    expect(spent()).toBe(COST);
  });

  it('and among many is charged before the tightening stands, or never', async () => {
    const asked = [0, 5, 10, 15, 20, 25, 30, 35].map((from) => ask(question(from)));
    while (site.records('reserve').length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await tighten();
    const answers = await Promise.all([...asked, ask(question(40))]);
    const charged = answers.filter(({ state }) => state === 'released').length;
    const tightened = site.records('policy').at(-1)!.seq;
    expect(site.records('reserve').map(({ seq }) => seq < tightened)).toEqual(Array(charged).fill(true));
    expect(charged).toBeGreaterThan(0);
    expect(answers.at(-1)).toMatchObject({ state: 'refused', code: 'policy-version' });
    expect(spent()).toBe(BigInt(charged) * COST);
    expect(site.verified()).toBe(true);
  });
});
