import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  formatNoteKey,
  isSfumatoError,
  noteKeyOf,
  parseNoteKey,
  readSuccession,
  signSuccession,
} from '../../src/base/index.ts';
import { toReply } from '../../src/budget/index.ts';
import { verifyReceipt } from '../../src/client/index.ts';
import { type Draft, formatReceipts, type Receipted, type Reply } from '../../src/contract/index.ts';
import { readQuarantined } from '../../src/dicom/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import { type JournalRecord, nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { type LocalVerb, nodeFolds, type OpenNode, sealRing } from '../../src/node/index.ts';
import { createKeyHistory } from '../../src/node/keys/key-history.ts';
import { answerQuestion } from '../../src/node/verbs/query/answer.ts';
import { openRegister } from '../../src/warehouse/index.ts';
import { sfumato } from '../support/command.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const ada = analyst();
const REASON = 'A rotation that a test asks for.';
const signal = new AbortController().signal;

let published: Awaited<ReturnType<typeof publishedSite>>;
let made: { readonly folder: string; readonly config: string; readonly archive: string };
let node: OpenNode;

beforeAll(async () => {
  published = await publishedSite({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '6', patients: 20 });
});
afterAll(() => rmSync(published.folder, { recursive: true, force: true }));

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-keys-'));
  cpSync(published.folder, folder, { recursive: true });
  made = { folder, config: join(folder, 'node.yaml'), archive: join(folder, 'archive') };
  node = await start();
});
afterEach(async () => {
  await node.close().catch(() => undefined);
  rmSync(made.folder, { recursive: true, force: true });
});

function start(): Promise<OpenNode> {
  return openSite({ folder: made.folder, config: made.config, policyFile: POLICY_FILE }, hurriedClock());
}

async function restart(between: () => void = () => undefined): Promise<void> {
  await node.close();
  between();
  node = await start();
}

const draftOf = (modality: string): Draft => ({ count: 'patients', where: { Modality: modality }, epsilon: '0.1' });
const question = (modality: string) =>
  signedQuestion({ secretKey: ada.secretKey, draft: draftOf(modality), sites: ['harbour', 'hillside'] });

async function ask(signed: string): Promise<Reply> {
  return toReply(await answerQuestion({ ctx: node.ctx, input: { signed } }));
}

function run(verb: LocalVerb, input: object): Promise<unknown> {
  return node.run({ verb, input, actor: SHELL, signal, onProgress: () => undefined });
}

const Rotated = z.object({
  former: z.string(),
  inUse: z.string(),
  logKey: z.string().optional(),
  succession: z.string().optional(),
});
const rotate = async (purpose: string) => Rotated.parse(await run('rotate', { purpose, reason: REASON }));
const destroy = (purpose: string, id: string) => run('destroy', { purpose, id, reason: REASON });
const keyFile = (name: string) => join(made.folder, 'keys', name);
const spent = () => node.ctx.budget.meters()[0]!.committed[0]!;

function receipted({ answer, receipt }: Reply): Receipted {
  expect(receipt).not.toBeNull();
  return { answer, receipt: receipt! };
}

function assertVerifies(): void {
  const disk = nodeDisk(join(made.folder, 'journal'));
  expect(verifyJournal({ disk, folds: nodeFolds(disk) })).toMatchObject({ verified: true });
}

describe('a seal key that is rotated', () => {
  it('leaves every stored answer readable, in this process and after a start, and seals all that comes', async () => {
    const [before, during] = [question('CT'), question('MR')];
    const first = await ask(before);
    const { former, inUse } = await rotate('seal');
    const second = await ask(during);
    for (const turn of ['at once', 'after a start']) {
      const again = [await ask(before), await ask(during)];
      expect(
        again.map(({ replayed }) => replayed),
        turn,
      ).toEqual([true, true]);
      expect(
        again.map(({ answer }) => answer),
        turn,
      ).toEqual([first.answer, second.answer]);
      await restart();
    }
    expect(await run('keys', {})).toMatchObject({
      keys: [
        { purpose: 'seal', id: former, state: 'former', answers: 1 },
        { purpose: 'seal', id: inUse, state: 'in use', answers: 1 },
        { purpose: 'checkpoint', state: 'in use' },
      ],
    });
    assertVerifies();
  });

  it('seals register and quarantine list anew, so that the new key alone opens them', async () => {
    const { current, all } = node.ctx.keys.seal;
    const listed = await readQuarantined({ siteFolder: made.folder, sealKey: current() });
    expect(listed.files.length).toBeGreaterThan(0);
    await rotate('seal');
    expect(await readQuarantined({ siteFolder: made.folder, sealKey: current() })).toEqual(listed);
    const expected = node.ctx.catalog.snapshot();
    const { entropy } = node.ctx;
    expect(() => openRegister({ folder: made.folder, key: current(), entropy, expected })).not.toThrow();
    const old = all()[1]!;
    expect(() => openRegister({ folder: made.folder, key: old, entropy, expected })).toThrow();
  });

  it('is the one that the journal names, wherever a crash came', async () => {
    const signed = question('CT');
    const { answer } = await ask(signed);
    const plain = readFileSync(keyFile('seal.key'), 'utf8');
    // Before the record: the file of a key that nothing names.
    node.ctx.keys.seal.make(node.ctx.entropy);
    await restart();
    expect((await ask(signed)).answer).toEqual(answer);
    expect(readFileSync(keyFile('seal.key'), 'utf8')).toBe(plain);
    // After the record: the names are as they were.
    const { former, inUse } = await rotate('seal');
    const fresh = readFileSync(keyFile('seal.key'), 'utf8');
    await restart(() => {
      renameSync(keyFile('seal.key'), keyFile(`seal-${inUse}.key`));
      renameSync(keyFile(`seal-${former}.key`), keyFile('seal.key'));
    });
    expect(readFileSync(keyFile('seal.key'), 'utf8')).toBe(fresh);
    expect(readFileSync(keyFile(`seal-${former}.key`), 'utf8')).toBe(plain);
    expect((await ask(signed)).answer).toEqual(answer);
  });

  it('must be there at the next start; the former one alone is not enough', async () => {
    const { former } = await rotate('seal');
    await node.close();
    rmSync(keyFile('seal.key'));
    const error = await start().catch((caught: unknown) => caught);
    expect(isSfumatoError(error, 'key-invalid')).toBe(true);
    expect(existsSync(keyFile(`seal-${former}.key`))).toBe(true);
  });
});

describe('a seal key that is destroyed', () => {
  it('takes its answers with it: gone for good, never drawn again for free', async () => {
    const signed = question('CT');
    await ask(signed);
    const { former } = await rotate('seal');
    const before = spent();
    expect(await destroy('seal', former)).toMatchObject({ answersGone: 1 });
    expect(readdirSync(join(made.folder, 'keys')).filter((name) => name.startsWith('seal'))).toEqual(['seal.key']);
    for (const _ of ['at once', 'after a start']) {
      expect((await ask(signed)).answer).toMatchObject({ state: 'refused', code: 'gone' });
      await restart();
    }
    expect(spent()).toBe(before);
    const again = await ask(question('CT'));
    expect([again.replayed, again.answer.state]).toEqual([false, 'released']);
    expect(spent()).toBe(2n * before);
    assertVerifies();
    expect(await run('keys', {})).toMatchObject({ keys: [{ id: former, state: 'destroyed' }, {}, {}] });
  });

  it('is deleted by the next start where a crash kept the file, and never used again', async () => {
    const signed = question('CT');
    await ask(signed);
    const { former } = await rotate('seal');
    const kept = readFileSync(keyFile(`seal-${former}.key`), 'utf8');
    await destroy('seal', former);
    await restart(() => writeFileSync(keyFile(`seal-${former}.key`), kept));
    expect((await ask(signed)).answer).toMatchObject({ code: 'gone' });
    expect(existsSync(keyFile(`seal-${former}.key`))).toBe(false);
  });

  it('is gone from what a crash left beside its file, too, which a start deletes, and nothing of another name', async () => {
    const left = ['seal.key.partial', 'seal-new.key.partial'].map(keyFile);
    const others = ['seal.key.partial.old', 'my-seal.key.partial'].map(keyFile);
    const kept = readFileSync(keyFile('seal.key'), 'utf8');
    const plant = (): void => {
      for (const file of [...left, ...others]) {
        writeFileSync(file, kept);
      }
    };
    const there = () => [...left, ...others].filter((file) => existsSync(file));
    await restart(plant);
    expect(there()).toEqual(others);
    const { former } = await rotate('seal');
    plant();
    await destroy('seal', former);
    expect(there()).toEqual(others);
  });

  it('is never the one in use, and none that is not there', async () => {
    const { inUse, former } = await rotate('seal');
    for (const id of [inUse, '00000000']) {
      await expect(destroy('seal', id)).rejects.toMatchObject({ code: 'wrong-use' });
    }
    await destroy('seal', former);
    await expect(destroy('seal', former)).rejects.toMatchObject({ code: 'wrong-use' });
  });
});

describe('a checkpoint key that is rotated', () => {
  it('signs beside the former one until that is destroyed; then the former one’s statement leads to it', async () => {
    const [old, signed] = [node.ctx.notary.key, question('CT')];
    const early = receipted(await ask(signed));
    const { logKey, succession, former } = await rotate('checkpoint');
    const fresh = parseNoteKey(logKey!)!;
    const both = receipted(await ask(signed));
    expect(verifyReceipt(early, [old]).evidence).toBe('holds');
    expect([old, fresh].map((key) => verifyReceipt(both, [key]).evidence)).toEqual(['holds', 'holds']);
    await destroy('checkpoint', former);
    await restart();
    const late = receipted(await ask(signed));
    expect(verifyReceipt(late, [fresh]).evidence).toBe('holds');
    expect(verifyReceipt(early, [old]).evidence).toBe('holds');
    const verdict = verifyReceipt(late, [old]);
    expect(verdict.steps.map(({ name, holds }) => `${name} ${holds}`).slice(-2)).toEqual([
      'inclusion true',
      'signature false',
    ]);
    expect(verdict.steps.at(-1)?.sentence).toContain('Another key of that name signed');
    expect(readSuccession(succession!)?.from).toEqual(old);
    assertVerifies();
  });

  it('is shown to whoever trusts the former one by `receipt verify`, offline', async () => {
    const [old, signed] = [node.ctx.notary.key, question('CT')];
    await ask(signed);
    const first = await rotate('checkpoint');
    const second = await rotate('checkpoint');
    await destroy('checkpoint', first.former);
    await destroy('checkpoint', second.former);
    const file = join(made.folder, 'late.receipts');
    writeFileSync(file, formatReceipts([receipted(await ask(signed))]));
    const statements = [second, first].map(({ succession, inUse }) => {
      const at = join(made.folder, `${inUse}.statement`);
      writeFileSync(at, `${succession}\n`);
      return at;
    });
    const verify = (...keys: string[]) => sfumato(['receipt', 'verify', file, '--key', ...keys]);
    expect((await verify(formatNoteKey(old))).code).toBe(1);
    expect((await verify(formatNoteKey(old), ...statements)).code).toBe(0);
    expect((await verify(formatNoteKey(old), statements[0]!)).code).toBe(1);
  });
});

const recordOf = (body: object) => ({ kind: 'signer', body }) as unknown as JournalRecord;

describe('the record of keys', () => {
  const secrets = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
  const [one, two, three] = secrets.map((secret) => noteKeyOf('sfumato/harbour', 'log', secret));
  const statement = (secret: number, to = two!) =>
    signSuccession({ name: 'sfumato/harbour', secretKey: secrets[secret]! }, to);

  it('takes another log key only by the statement of the one before', async () => {
    const history = () => createKeyHistory({ catalog: { site: () => undefined } });
    const signer = (key: typeof one, succession?: string) =>
      recordOf({ key: formatNoteKey(key!), ...(succession && { succession }) });
    const good = history();
    good.apply(signer(one));
    good.apply(signer(two, statement(0)));
    expect(good.signers().map(({ state }) => state)).toEqual(['former', 'in use']);
    const flipped = statement(0).replace(/.(?=\n$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    for (const bad of [undefined, statement(1, three), statement(2), statement(0, three), flipped, 'nothing']) {
      const forged = history();
      forged.apply(signer(one));
      expect(() => forged.apply(signer(two, bad)), bad).toThrow('record of keys is not sound');
    }
    expect(() =>
      good.apply(signer(one, signSuccession({ name: 'sfumato/harbour', secretKey: secrets[1]! }, one!))),
    ).toThrow();
    expect(() => history().apply(signer(two, statement(0)))).toThrow();
  });

  it('holds every rotation with its reason, and never a key', async () => {
    await rotate('seal');
    await rotate('checkpoint');
    const records = [...readJournal(nodeDisk(join(made.folder, 'journal')))];
    const kept = records.filter(({ kind, actor }) => ['key', 'signer'].includes(kind) && actor === 'shell');
    expect(kept.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['key', REASON],
      ['signer', REASON],
    ]);
    const text = readdirSync(join(made.folder, 'journal')).map((name) =>
      readFileSync(join(made.folder, 'journal', name), 'latin1'),
    );
    for (const name of readdirSync(join(made.folder, 'keys'))) {
      const secret = readFileSync(keyFile(name), 'utf8').trim().split(' ').at(-1) ?? '';
      expect(text.join('')).not.toContain(secret);
    }
    expect(sealRing(made.folder).ids()).toHaveLength(2);
  });

  it('knows no rotation of the keys that patients and rows hang on', async () => {
    const refused = await sfumato(['keys', 'rotate', 'pseudonym', '--reason', REASON, '--config', made.config]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('a new budget')]);
    for (const purpose of ['pseudonym', 'truncation', 'witness']) {
      await expect(rotate(purpose)).rejects.toMatchObject({ code: 'wrong-use' });
    }
    await expect(run('rotate', { purpose: 'seal', reason: 'short' })).rejects.toMatchObject({ code: 'wrong-use' });
  });
});
