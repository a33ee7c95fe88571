import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSfumatoError, systemClock } from '../../src/base/index.ts';
import { openParserPool, type ParserPool, type PoolOptions } from '../../src/dicom/child/index.ts';
import {
  costlyFile,
  type Folders,
  folders,
  goodFile,
  ingest,
  keptStaging,
  POISONED_CHILD,
  parsedFiles,
} from './ingesting.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';
import { POLICY, PSEUDONYM_KEY } from './policy.ts';

let at: Folders;
let pool: ParserPool | undefined;

beforeEach(() => {
  at = folders();
});

afterEach(() => {
  pool?.close();
  at.remove();
});

function open(more: Partial<PoolOptions>): ParserPool['children'][number] {
  pool = openParserPool({ policy: POLICY, pseudonymKey: PSEUDONYM_KEY, clock: systemClock, count: 1, ...more });
  const [child] = pool.children;
  if (child === undefined) {
    throw new Error('no child');
  }
  return child;
}

// What a file can make its child do, and as what it is then quarantined.
const POISONS = [
  ['hang', 'deadline'],
  ['exit', 'crashed'],
  ['throw', 'crashed'],
  ['babble', 'crashed'],
  ['swell', 'memory'],
  ['heap', 'memory'],
] as const;

test('a file that hangs, ends, crashes or swells its child costs itself only', async () => {
  const names = POISONS.flatMap(([poison], n) => [`good-${n}`, `${poison}-${n}`]);
  const child = open({ entry: POISONED_CHILD, fileParseMsMax: 6_000 });
  const outcomes = await parsedFiles(
    child,
    names.map((name, n) => at.put(name, goodFile(n))),
  );
  expect(outcomes).toEqual(
    POISONS.flatMap(([, reason]) => [expect.objectContaining({ state: 'stored' }), { state: 'quarantined', reason }]),
  );
  const later = await parsedFiles(child, [at.put('later', goodFile(99)), join(at.source, 'gone')]);
  expect(later).toEqual([expect.objectContaining({ state: 'stored' }), { state: 'quarantined', reason: 'unreadable' }]);
});

test('a file that kills every child that reads it in full is counted by its keys, and without them quarantined', async () => {
  const nameless = part10(dataSet(...identifiers({ patient: '' }), element(0x00080070, 'UT', 'x')));
  const names = [at.put('1', goodFile(1)), at.put('2', costlyFile({ n: 2 })), at.put('3', nameless)];
  const outcomes = await parsedFiles(open({ entry: POISONED_CHILD }), names);
  const [, read] = await parsedFiles(open({}), names);
  const instance = read?.state === 'stored' ? read.row : undefined;
  const { patient, study, series, instance: own } = instance ?? {};
  expect(outcomes).toEqual([
    expect.objectContaining({ state: 'stored' }),
    { state: 'counted', instance: { patient, study, series, instance: own }, unread: 'crashed' },
    { state: 'quarantined', reason: 'no-patient-id' },
  ]);
});

test('a file of which only a child dies that has done others is read by a fresh one', async () => {
  const names = [at.put('1', costlyFile({ n: 1 })), at.put('second', goodFile(2)), at.put('3', goodFile(3))];
  const outcomes = await parsedFiles(open({ entry: POISONED_CHILD }), names);
  expect(outcomes.map(({ state }) => state)).toEqual(['counted', 'stored', 'stored']);
});

test('a file that killed its child is counted once, and stored by the next ingest that can read it', async () => {
  at.put('one', costlyFile({ n: 1 }));
  at.put('two', goodFile(2));
  const staging = keptStaging();
  const first = await ingest(at, staging, { pool: { entry: POISONED_CHILD } });
  expect(first).toMatchObject({ read: 2, stored: 1, counted: 0, handed: 2, quarantined: { crashed: 1 } });
  expect(await ingest(at, staging)).toMatchObject({ read: 1, stored: 1, known: 1, handed: 1, quarantined: {} });
  expect(staging.instances).toHaveLength(1);
  expect(staging.rows.map(({ instance }) => instance)).toContain(staging.instances[0]?.instance);
  expect(await ingest(at, staging)).toMatchObject({ read: 0, known: 2 });
});

/** The columns that a header fills; publish derives the others. */
const STAGED = [...POLICY.columns]
  .filter(([, column]) => column.kind === 'dimension' || column.derived === undefined)
  .map(([keyword]) => keyword);

test('never lets text of a file out of a child: outcomes are pseudonyms, codes and steps', async () => {
  const child = open({});
  const [outcome] = await parsedFiles(child, [at.put('one', goodFile(1))]);
  expect(outcome?.state).toBe('stored');
  const row = outcome?.state === 'stored' ? outcome.row : undefined;
  expect([row?.patient, row?.study, row?.series, row?.instance].join()).toMatch(/^([0-9a-f]{32},?){4}$/);
  expect(Object.values(row?.values ?? {}).every(Number.isSafeInteger)).toBe(true);
  expect(Object.keys(row?.values ?? {})).toEqual(STAGED);
});

test('says in one sentence when a child cannot start', async () => {
  const child = open({ entry: at.put('broken.mjs', 'process.exit(1);') });
  const failure = await parsedFiles(child, [at.put('one', goodFile(1))]).catch((error: unknown) => error);
  expect(isSfumatoError(failure, 'internal')).toBe(true);
});

test('ingests a folder in which several files kill their child, and stores all others', async () => {
  for (let n = 0; n < 200; n += 1) {
    at.put(`${n % 100 === 57 ? 'exit' : 'good'}-${n}`, goodFile(n));
  }
  const staging = keptStaging();
  const report = await ingest(at, staging, { children: 2, pool: { entry: POISONED_CHILD } });
  expect(report).toMatchObject({ read: 200, stored: 198, quarantined: { crashed: 2 } });
  expect(new Set(staging.rows.map(({ instance }) => instance)).size).toBe(198);
  // A child may have died of something else: the next ingest reads its files again, and only those.
  expect(await ingest(at, staging)).toMatchObject({ read: 2, stored: 2, known: 198, quarantined: {} });
});
