import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactCounts } from '../../src/query/execute.ts';
import type { Snapshot } from '../../src/warehouse/scan.ts';
import { publishRows, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { openForTest } from '../warehouse/support/stored-rows.ts';
import { planOf } from './support/declared.ts';
import { type Dice, dice } from './support/random.ts';
import { randomQuery } from './support/random-query.ts';
import { hashOrder, maskOrder, type NamedPatient, patientsOf, referenceCounts } from './support/reference.ts';

const policy = smallPolicy();
const QUESTIONS = 400;

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

describe('what a statement counts', () => {
  it(`equals brute force for ${QUESTIONS} random questions, contribution bounds included`, async () => {
    const throwing = dice(99);
    const orders = new Map<number, Awaited<ReturnType<typeof hashOrder>>>();
    let empty = 0;
    let truncated = 0;
    for (let at = 0; at < QUESTIONS; at += 1) {
      const query = randomQuery(policy, throwing);
      const plan = planOf(policy, query);
      const { cells } = plan.question;
      const hashed = orders.get(cells) ?? (await hashOrder(snapshot, cells));
      orders.set(cells, hashed);
      const order = plan.path === 'masks' ? maskOrder(cells) : hashed;
      const counts = await exactCounts(snapshot, { question: plan.question, statement: plan.compiled });
      const bounds = { ...plan.caps, order, keys: plan.keys };
      const expected = referenceCounts(patients, { query, policy, truncation: bounds });
      expect({ query, counts }).toEqual({ query, counts: expected });
      const unbounded = { ...bounds, groupsPerPatient: Number.POSITIVE_INFINITY, perGroup: 1_000_000 };
      const free = referenceCounts(patients, { query, policy, truncation: unbounded });
      empty += counts.every((count) => count === 0n) ? 1 : 0;
      truncated += String(free) === String(counts) ? 0 : 1;
    }
    // The questions have teeth: most find somebody, and in many the bounds bind.
    expect(empty).toBeLessThan(QUESTIONS / 2);
    expect(truncated).toBeGreaterThan(QUESTIONS / 8);
  });
});
