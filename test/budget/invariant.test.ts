import { describe, expect, it } from 'vitest';
import {
  bytesToHex,
  canonicalJson,
  hashText,
  type Json,
  SfumatoError,
  seal,
  toBase64Url,
  utf8ToBytes,
} from '../../src/base/index.ts';
import { assertBalanced } from '../../src/budget/balance.ts';
import { emptyBooks } from '../../src/budget/books.ts';
import { createBudget } from '../../src/budget/index.ts';
import { ReserveBody } from '../../src/budget/kinds.ts';
import { postReserve } from '../../src/budget/post.ts';
import { type AnswerWire, answerDigest } from '../../src/contract/index.ts';
import { type Fold, type JournalRecord, verifyJournal } from '../../src/journal/index.ts';
import { ask, BLOCK, grant, KEY, METERS, openSite, questionOf, request, SITE } from '../support/budget-site.ts';
import { open } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';

type Step = readonly [kind: string, body: Json] | 'restart';

/** A fold that takes every record of a budget without asking what it means. */
const blind = (): Fold => ({ kinds: createBudget({ site: SITE }).kinds, apply: () => undefined });

/** A journal with exactly these records, each well-formed and well chained. */
async function journalOf(steps: readonly Step[]): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  let journal = await open(disk, { folds: [blind()] });
  for (const step of steps) {
    if (step === 'restart') {
      await journal.close();
      journal = await open(disk, { folds: [blind()] });
    } else {
      await journal.append({ kind: step[0], actor: 'test', body: step[1] }).durable;
    }
  }
  await journal.close();
  return disk;
}

const PIECE = { length: 1, sensitivity: '1', sensitivitySquared: '1', nanoEpsilon: '10' };
const id = (number: number) => number.toString(16).padStart(32, '0');
const cap = (nanoEpsilon: string): Step => ['grant', { meter: BLOCK, nanoEpsilon }];
const reserve = (number: number, changes: Record<string, Json> = {}): Step => [
  'reserve',
  {
    reservation: id(number),
    request: request(number),
    question: questionOf(`${number}`),
    meters: [BLOCK],
    nanoEpsilon: '10',
    mechanism: { name: 'discrete-laplace', pieces: [PIECE] },
    snapshot: 'snapshot-1',
    policy: 'imaging@1.0.0',
    ...changes,
  },
];
const commit = (number: number, changes: Record<string, Json> = {}): Step => [
  'commit',
  {
    reservation: id(number),
    state: 'released',
    nanoEpsilon: '10',
    digest: '0'.repeat(64),
    sealedUnder: '0'.repeat(16),
    sealed: 'AAAA',
    ...changes,
  },
];
const drop = (number: number): Step => ['void', { reservation: id(number) }];
const resume = (number: number, attempt: number): Step => ['resume', { reservation: id(number), attempt }];
const replay = (from: number, number: number): Step => ['replay', { request: request(from), reservation: id(number) }];

const SOUND: Readonly<Record<string, readonly Step[]>> = {
  'spending a cap to the last': [cap('20'), reserve(1), reserve(2), commit(1), commit(2)],
  'reserving again what a void gave back': [cap('10'), reserve(1), drop(1), reserve(2), commit(2)],
  'the same request after a void': [cap('10'), reserve(1), drop(1), reserve(3, { request: request(1) }), commit(3)],
  'resuming after a restart': [cap('10'), reserve(1), 'restart', resume(1, 1), 'restart', resume(1, 2), commit(1)],
  'concluding after a restart': [cap('10'), reserve(1), 'restart', commit(1, { state: 'refused' })],
  'serving from an answer': [cap('10'), reserve(1), commit(1), replay(2, 1)],
};

const UNSOUND: Readonly<Record<string, readonly Step[]>> = {
  'exceeds a cap': [cap('15'), reserve(1), reserve(2)],
  'is made without a grant': [reserve(1)],
  'exceeds a cap that was lowered': [cap('20'), reserve(1), cap('-5'), reserve(2)],
  'has a reservation’s id twice': [cap('90'), reserve(1), reserve(1, { request: request(2) })],
  'reserves a request twice': [cap('90'), reserve(1), reserve(2, { request: request(1) })],
  'reserves an answered request': [cap('90'), reserve(1), commit(1), reserve(2, { request: request(1) })],
  'charges a meter twice': [cap('90'), reserve(1, { meters: [BLOCK, BLOCK] })],
  'commits without a reservation': [cap('90'), commit(1)],
  'commits twice': [cap('90'), reserve(1), commit(1), commit(1)],
  'commits less than was reserved': [cap('90'), reserve(1), commit(1, { nanoEpsilon: '9' })],
  'commits more than was reserved': [cap('90'), reserve(1), commit(1, { nanoEpsilon: '11' })],
  'commits what was voided': [cap('90'), reserve(1), drop(1), commit(1)],
  'voids what was committed': [cap('90'), reserve(1), commit(1), drop(1)],
  'voids after a restart': [cap('90'), reserve(1), 'restart', drop(1)],
  'voids after a resumption': [cap('90'), reserve(1), 'restart', resume(1, 1), drop(1)],
  'releases after a restart without resuming': [cap('90'), reserve(1), 'restart', commit(1)],
  'resumes out of turn': [cap('90'), reserve(1), 'restart', resume(1, 2)],
  'resumes twice under one number': [cap('90'), reserve(1), 'restart', resume(1, 1), 'restart', resume(1, 1)],
  'resumes what was committed': [cap('90'), reserve(1), commit(1), 'restart', resume(1, 1)],
  'lowers a cap below zero': [cap('5'), cap('-6')],
  'serves from a refusal': [cap('90'), reserve(1), commit(1, { state: 'refused' }), replay(2, 1)],
  'serves from nothing': [cap('90'), replay(2, 1)],
  'serves a request that has its own answer': [cap('90'), reserve(1), commit(1), reserve(2), replay(2, 1)],
};

const REFUSED: AnswerWire = { state: 'refused', site: SITE, code: 'unavailable', sentence: 'No.' };

function recordWith(body: Json): JournalRecord {
  const place = { recordHash: '0'.repeat(64), position: { segment: 1, offset: 0, bytes: 0 } };
  return {
    seq: 0,
    epoch: id(0),
    wallMs: 0,
    highWaterMs: 0,
    kind: 'any',
    actor: 'test',
    keyId: null,
    reason: null,
    body,
    ...place,
  };
}

describe('a journal that is well chained', () => {
  it.each(Object.entries(SOUND))('is taken: %s', async (_name, steps) => {
    const disk = await journalOf(steps);
    expect(verifyJournal({ disk, folds: [createBudget({ site: SITE })] }).verified).toBe(true);
    await openSite(disk);
  });

  it.each(Object.entries(UNSOUND))('is refused, and its record named, where it %s', async (_name, steps) => {
    const disk = await journalOf(steps);
    const verdict = verifyJournal({ disk, folds: [createBudget({ site: SITE })] });
    expect(verdict).toMatchObject({ verified: false, seq: steps.length });
    await expect(openSite(disk)).rejects.toMatchObject({ code: 'invariant-broken' });
  });

  it.each([
    ['resume', { reservation: id(1), attempt: 4 }],
    ['reserve', { reservation: id(1) }],
    ['grant', { meter: BLOCK, nanoEpsilon: '1.5' }],
    ['grant', { meter: BLOCK, nanoEpsilon: 1 }],
    ['grant', { meter: 'block:north', nanoEpsilon: '1' }],
    ['grant', { meter: BLOCK, nanoEpsilon: '0' }],
    ['refuse', { request: null, code: 'because', digest: '0'.repeat(64) }],
  ])('never holds a %s of another form', async (kind, body) => {
    await expect(journalOf([[kind, body]])).rejects.toThrow(/of that kind/);
  });
});

describe('the books', () => {
  const booksWith = (meter: { reserved: bigint; committed: bigint }) => {
    const books = emptyBooks();
    const [, body] = reserve(1) as [string, Json];
    books.meters.set(BLOCK, { grantedNano: 90n, reserved: [0n], committed: [0n] });
    postReserve(books, recordWith(body), ReserveBody.parse(body));
    books.meters.set(BLOCK, { grantedNano: 90n, reserved: [meter.reserved], committed: [meter.committed] });
    return books;
  };

  it('are added up again from every reservation, and never differ by a single nano-ε', () => {
    expect(() => assertBalanced(booksWith({ reserved: 10n, committed: 0n }))).not.toThrow();
    for (const meter of [
      { reserved: 9n, committed: 0n },
      { reserved: 10n, committed: 1n },
      { reserved: 0n, committed: 10n },
    ]) {
      expect(() => assertBalanced(booksWith(meter))).toThrow(/differs from the sum/);
    }
  });
});

describe('a stored answer', () => {
  it('is never served when it is not the one whose digest stands in its record', async () => {
    const opening = '5'.repeat(32);
    const right = answerDigest(REFUSED, opening);
    const wrong = [answerDigest({ ...REFUSED, site: 'south' }, opening), answerDigest(REFUSED, '6'.repeat(32))];
    for (const digest of [right, ...wrong]) {
      const context = `sfumato/stored-answer/v1\n${id(1)}\n${digest}`;
      const box = seal(
        utf8ToBytes(canonicalJson({ answer: REFUSED, opening })),
        { key: KEY, context },
        seededEntropy('box'),
      );
      const sealedUnder = hashText('sfumato/seal-key/v1', bytesToHex(KEY)).slice(0, 16);
      const forged = commit(1, { state: 'refused', digest, sealedUnder, sealed: toBase64Url(box) });
      const site = await openSite(await journalOf([cap('10'), reserve(1), forged]));
      const recall = () => site.budget.recall(request(1)).state;
      if (digest === right) {
        expect(recall()).toBe('stored');
      } else {
        expect(recall).toThrow(/does not open/);
      }
    }
  });
});

describe('a breach while serving', () => {
  it('stops everything at once: no record, no answer, not even a stored one', async () => {
    const fatal: SfumatoError[] = [];
    const disk = new MemoryDisk();
    const site = await openSite(disk, { onFatal: (error) => fatal.push(error) });
    await grant(site, 100n);
    await ask(site, { ref: request(1), nanoEpsilon: 60n });
    const [kind, body] = reserve(2, { nanoEpsilon: '41', meters: [...METERS] }) as [string, Json];
    expect(() => site.journal.append({ kind, actor: 'test', body })).toThrow(SfumatoError);
    expect(fatal.map(({ code }) => code)).toEqual(['invariant-broken']);
    expect(() => site.budget.recall(request(1))).toThrow(/not sound/);
    await expect(ask(site, { ref: request(3), nanoEpsilon: 1n })).rejects.toThrow(/not sound/);
    await expect(site.budget.refuse({ code: 'frozen', actor: 'ada' })).rejects.toThrow(/not sound/);
    await site.journal.close();
    expect(verifyJournal({ disk, folds: [createBudget({ site: SITE })] }).verified).toBe(true);
  });

  it('lets a full disk end it, with nothing acknowledged that is not durable', async () => {
    const fatal: SfumatoError[] = [];
    const disk = new MemoryDisk();
    const site = await openSite(disk, { onFatal: (error) => fatal.push(error) });
    await grant(site, 1_000_000_000n);
    disk.capacityBytes = Object.values(disk.files()).reduce((sum, { length }) => sum + length, 0) + 1_000;
    await expect(ask(site, { ref: request(1) })).rejects.toMatchObject({ code: 'disk-full' });
    expect(fatal.map(({ code }) => code)).toEqual(['disk-full']);
    expect(() => site.budget.recall(request(1))).toThrow(/no space left/);
    const again = await openSite(new MemoryDisk(disk.files()));
    expect(again.budget.recall(request(1)).state).toMatch(/new|interrupted/);
    expect(typeof (await ask(again, { ref: request(1) }))).toBe('object');
  });
});
