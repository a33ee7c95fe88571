import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSfumatoError, LIMITS, systemClock } from '../../src/base/index.ts';
import { openParserPool, type ParserPool, type PoolOptions } from '../../src/dicom/child/index.ts';
import { type Folders, folders, goodFile, ingest, keptStaging, POISONED_CHILD } from './ingesting.ts';
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

function batchWith(poison: string): string[] {
  return Array.from({ length: 8 }, (_, n) => at.put(n === 4 ? `${poison}-${n}` : `good-${n}`, goodFile(n)));
}

test.each([
  ['hang', 'deadline', { fileParseMsMax: 400 }],
  ['exit', 'crashed', {}],
  ['throw', 'crashed', {}],
  ['babble', 'crashed', {}],
  ['swell', 'memory', { childBytesMax: LIMITS.childBytesMax }],
  ['heap', 'memory', {}],
])('a file that makes the child %s costs itself only: %s', async (poison, reason, limits) => {
  const child = open({ entry: POISONED_CHILD, ...limits });
  const outcomes = await child.parse(batchWith(poison));
  expect(outcomes.map(({ state }) => state)).toEqual([
    ...Array(4).fill('stored'),
    'quarantined',
    ...Array(3).fill('stored'),
  ]);
  expect(outcomes[4]).toEqual({ state: 'quarantined', reason });
});

test('goes on with the next batch after a child was killed', async () => {
  const child = open({ entry: POISONED_CHILD, fileParseMsMax: 300 });
  await child.parse(batchWith('hang'));
  const outcomes = await child.parse([at.put('later', goodFile(99))]);
  expect(outcomes.map(({ state }) => state)).toEqual(['stored']);
});

test('never lets text of a file out of a child: outcomes are pseudonyms, codes and steps', async () => {
  const child = open({});
  const [outcome] = await child.parse([at.put('one', goodFile(1))]);
  expect(outcome?.state).toBe('stored');
  const row = outcome?.state === 'stored' ? outcome.row : undefined;
  expect([row?.patient, row?.study, row?.series, row?.instance].join()).toMatch(/^([0-9a-f]{32},?){4}$/);
  expect(Object.values(row?.values ?? {}).every(Number.isSafeInteger)).toBe(true);
  expect(Object.keys(row?.values ?? {})).toEqual([...POLICY.columns.keys()]);
});

test('says in one sentence when a child cannot start', async () => {
  const child = open({ entry: at.put('broken.mjs', 'process.exit(1);') });
  const failure = await child.parse([at.put('one', goodFile(1))]).catch((error: unknown) => error);
  expect(isSfumatoError(failure, 'internal')).toBe(true);
});

test('ingests a folder in which several files kill their child, and stores all others', async () => {
  for (let n = 0; n < 200; n += 1) {
    const poison = n % 50 === 7 ? 'exit' : n % 50 === 31 ? 'hang' : 'good';
    at.put(`${poison}-${n}`, goodFile(n));
  }
  const staging = keptStaging();
  const report = await ingest(at, staging, { pool: { entry: POISONED_CHILD, fileParseMsMax: 250 } });
  expect(report).toMatchObject({ read: 200, stored: 192, quarantined: { crashed: 4, deadline: 4 } });
  expect(staging.rows).toHaveLength(192);
});
