import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../../src/contract/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { exactValues } from '../../src/query/execute.ts';
import { isObjection } from '../../src/query/index.ts';
import { measureWire } from '../../src/query/statement.ts';
import type { Snapshot } from '../../src/warehouse/scan.ts';
import { publishRows, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { openForTest } from '../warehouse/support/stored-rows.ts';
import { planOf, planOrObjection } from './support/declared.ts';
import { type Dice, dice } from './support/random.ts';
import { randomQuery } from './support/random-query.ts';
import {
  engineHash,
  hashChoice,
  keptRows,
  keyedHash,
  maskChoice,
  type NamedPatient,
  patientsOf,
  type Truncation,
} from './support/reference.ts';
import { type Layout, referenceVector } from './support/reference-measures.ts';

const policy = smallPolicy();
const QUESTIONS = 450;

/** Patients with no rows to many, every value that a column can hold, and series of several instances. */
function archive(throwing: Dice, patients: number, from: number) {
  return Array.from({ length: patients }, (_, at) => {
    const name = `p${from + at}`;
    const length = throwing.below(throwing.chance(0.2) ? 16 : 6);
    return Array.from({ length }, (_series, series) => {
      const values = [...policy.columns].map(([keyword, column]) => {
        const [low, high] =
          column.kind === 'dimension' ? [0, column.missingCode] : [column.missingStep, column.maxStep];
        return [keyword, throwing.chance(0.1) ? throwing.one([low, high]) : low + throwing.below(high - low + 1)];
      });
      return Array.from({ length: 1 + throwing.below(4) }, (_instance, instance) =>
        row(
          [name, `${name}-${throwing.below(4)}`, `${name}-${series}`, `${name}-${series}-${instance}`],
          Object.fromEntries(values),
        ),
      );
    }).flat();
  }).flat();
}

const folder = mkdtempSync(join(tmpdir(), 'sfumato-counts-'));
let snapshot: Snapshot;
let patients: NamedPatient[];
beforeAll(async () => {
  const throwing = dice(7);
  const older = archive(throwing, 60, 0);
  const first = await publishRows({ folder, policy, rows: older, day: '2025-06-01' });
  const newer = archive(throwing, 60, 60);
  const second = await publishRows({ folder, policy, rows: newer, expected: first.record, seed: 'second' });
  snapshot = await openForTest(second.file, policy);
  patients = await patientsOf(snapshot, policy);
});
afterAll(() => {
  snapshot.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How many questions of a kind there were, found nobody, and met a bound. */
interface Tally {
  all: number;
  empty: number;
  bound: number;
}

/** Asks one question of statement and brute force, and notes what it was like. */
async function compare(query: Query, seen: Map<string, Tally>): Promise<void> {
  const plan = planOrObjection(policy, query);
  if (isObjection(plan)) {
    expect(plan.code).toBe('too-many-groups');
    return;
  }
  const { question, compiled, caps, keys, path } = plan;
  const choice = path === 'masks' ? maskChoice(question.cells) : hashChoice;
  const vector = await exactValues(snapshot, { question, statement: compiled });
  const truncation = { ...caps, choice, keys };
  const layouts = question.measures.map(measureWire);
  expect({ query, vector }).toEqual({ query, vector: reference({ query, policy, truncation, layouts }) });
  const free = { ...truncation, groupsPerPatient: Number.POSITIVE_INFINITY };
  const uncapped = layouts.map((layout) => ({ ...layout, perGroup: 1_000_000 }));
  const unbounded = reference({ query, policy, truncation: free, layouts: uncapped });
  for (const { kind } of layouts) {
    const { all, empty, bound } = seen.get(kind) ?? { all: 0, empty: 0, bound: 0 };
    seen.set(kind, {
      all: all + 1,
      empty: empty + (vector.every((value) => value === 0n) ? 1 : 0),
      bound: bound + (String(unbounded) === String(vector) ? 0 : 1),
    });
  }
}

describe('what a statement adds up', () => {
  it(`equals brute force for ${QUESTIONS} random questions, contribution bounds included`, async () => {
    const throwing = dice(99);
    const seen = new Map<string, Tally>();
    for (let at = 0; at < QUESTIONS; at += 1) {
      await compare(randomQuery(policy, throwing), seen);
    }
    // The questions have teeth: of every kind there are many, most find somebody, and in many the bounds bind.
    expect([...seen.keys()].sort()).toEqual(['count', 'histogram', 'mean', 'moments', 'quantiles', 'sum', 'variance']);
    for (const [kind, { all, empty, bound }] of seen) {
      expect({ kind, all, empty, bound }).toSatisfy(() => all > 12 && empty < all / 2 && bound > all / 8);
    }
  }, 120_000);

  it.each<[string, Query, (sql: string) => string]>([
    [
      'a clamp before the mean',
      { mean: { field: 'PatientAge', reduce: 'mean', clamp: [30, 60] }, blocks: [2025, 2026], epsilon: '1' },
      (sql) => sql.replaceAll('CAST("PatientAge" AS BIGINT)', 'CAST(least(greatest("PatientAge", 30), 60) AS BIGINT)'),
    ],
    [
      'a MISSING value that is clamped like others',
      { mean: { field: 'PatientAge', reduce: 'min' }, blocks: [2025, 2026], epsilon: '1' },
      (sql) => sql.replaceAll('"v0_0" IS NOT NULL', 'true'),
    ],
    [
      'a choice of values by where rows stand',
      { sum: 'PatientAge', blocks: [2025, 2026], epsilon: '1' },
      (sql) => sql.replace(/arg_min\("PatientAge", hash\(hash\([^)]*\)\)\)/, 'first("PatientAge")'),
    ],
    [
      'a mean that is rounded down',
      { sum: { field: 'PatientAge', reduce: 'mean' }, blocks: [2025, 2026], epsilon: '1' },
      (sql) => sql.replace(/ \+ count\(\*\) FILTER \(WHERE [^)]*\)\)\) \/\//, ') //'),
    ],
  ])('would be told from %s', async (_, query, rewrite) => {
    const { question, compiled, caps, keys } = planOf(policy, query);
    const sql = rewrite(compiled.sql);
    expect(sql).not.toBe(compiled.sql);
    const truncation = { ...caps, choice: hashChoice, keys };
    const expected = reference({ query, policy, truncation, layouts: question.measures.map(measureWire) });
    expect(await exactValues(snapshot, { question, statement: compiled })).toEqual(expected);
    expect(await exactValues(snapshot, { question, statement: { ...compiled, sql } })).not.toEqual(expected);
  });

  it('chooses by a hash that the test works out as the engine does', async () => {
    const sql = `SELECT "seed", "PatientAge", "SliceThickness", hash("seed", "PatientAge"), hash(hash("seed", "PatientAge")),
      hash(hash("seed", "PatientAge", "SliceThickness")) FROM series WHERE "live" = 1`;
    for (const [seed = 0n, age, thickness, ...hashes] of await snapshot.run({ sql, parameters: [] })) {
      const [first, second] = [Number(age), Number(thickness)];
      expect(hashes).toEqual([engineHash(seed, first), keyedHash(seed, first), keyedHash(seed, first, second)]);
    }
  });
});

interface Referring {
  readonly query: Query;
  readonly policy: Policy;
  readonly truncation: Truncation;
  readonly layouts: readonly Layout[];
}

function reference({ layouts, ...referring }: Referring): bigint[] {
  const kept = keptRows(patients, referring);
  const { query, truncation } = referring;
  return layouts.flatMap((layout) => referenceVector(kept, layout, { query, policy, cells: truncation.keys.length }));
}
