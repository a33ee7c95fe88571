import { beforeAll, describe, expect, it } from 'vitest';
import { mintCharge, openReleased } from '../../src/privacy/for-budget.ts';
import { sealExact } from '../../src/privacy/for-query.ts';
import { draw, factsOf, release } from '../../src/privacy/index.ts';
import { isObjection, planned } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { others, policy, question } from './attacks/people.ts';
import { extreme } from './attacks/whole-path.ts';
import { clopperPearson } from './support/binomial.ts';
import { expectDocumented, expectListed } from './support/figures.ts';
import { placesOf, poolOf } from './support/life.ts';
import { ratioLaw, ratioOf } from './support/likelihood.ts';
import { type World, worldOf } from './support/world.ts';

const MEASURES = {
  'a count of patients': { count: 'patients' },
  'series by modality': { count: 'series', by: ['Modality'] },
  'a sum of ages': { sum: 'PatientAge' },
  'a mean of ages': { mean: 'PatientAge' },
  'a histogram of ages': { histogram: 'PatientAge' },
  'a quantile tree of ages': { quantiles: { field: 'PatientAge', clamp: [60, 90] } },
} as const satisfies Record<string, Parameters<typeof question>[0]>;
const MANY: ReadonlySet<string> = new Set(['a count of patients', 'a sum of ages', 'a mean of ages']);
const CASES = Object.entries(MEASURES).flatMap(([name, measure]) =>
  ['0.5', '1', '2'].map((epsilon) => ({
    ...{ name: `discrete Laplace, ${name}, ε ${epsilon}`, epsilon, measure },
    // Where one number tells most, fewer of its events are seen.
    draws: MANY.has(name) ? 80_000 : 20_000,
  })),
);

let worlds: readonly [World, World];

beforeAll(async () => {
  const queries = CASES.map(({ measure, epsilon }) => question({ ...measure }, epsilon));
  worlds = [await worldOf(others, { policy, queries }), await worldOf([...others, extreme], { policy, queries })];
});

/** ln of the least chance with over the greatest chance without, of so many events among so many draws. */
function shown(complete: number, without: number, draws: number): number {
  return Math.log(clopperPearson(complete, draws).lower / clopperPearson(without, draws).upper);
}

describe('the ε that noisy answers show', () => {
  it.each(CASES)('$name', async ({ name, measure, epsilon, draws }) => {
    const query = question({ ...measure }, epsilon);
    const places = placesOf(policy, query, worlds);
    const law = [...ratioLaw(places)].sort((left, right) => right.ratio - left.ratio);
    // The event “the likelihood ratio reaches t” for the t that should show most.
    let [complete, without, best] = [0, 0, { threshold: 0, expected: Number.NEGATIVE_INFINITY }];
    for (const outcome of law) {
      complete += outcome.one;
      without += outcome.zero;
      const expected = shown(Math.round(complete * draws), Math.round(without * draws), draws);
      best = expected > best.expected ? { threshold: outcome.ratio, expected } : best;
    }
    const count = (bit: 0 | 1): number => eventsIn(query, bit, { draws, threshold: best.threshold });
    const found = shown(count(1), count(0), draws);
    expect(found).toBeLessThanOrEqual(Number(epsilon));
    expect(found).toBeGreaterThanOrEqual(0.9 * best.expected);
    expectDocumented('empirical', [
      name,
      epsilon,
      draws.toLocaleString('en'),
      found.toFixed(3),
      best.expected.toFixed(3),
      'holds',
    ]);
  });

  it('stands in the document for every mechanism and measure', () => {
    expectListed(
      'empirical',
      CASES.map(({ name }) => name),
    );
  });
});

/** How often the likelihood ratio of a release reaches the threshold. */
function eventsIn(
  query: ReturnType<typeof question>,
  bit: 0 | 1,
  { draws, threshold }: { readonly draws: number; readonly threshold: number },
): number {
  const places = placesOf(policy, query, worlds);
  const pool = poolOf(71 + bit);
  const events = planned({ policy, query, facts: declared(policy) }, ({ mechanism, queryHash }) => {
    const truth = worlds[bit].exact(queryHash);
    pool.prepare(factsOf(mechanism));
    let reached = 0;
    for (let at = 0; at < draws; at += 1) {
      const exact = sealExact(mechanism, truth);
      const charge = mintCharge(mechanism);
      const values = openReleased(release({ exact, charge, noise: draw(mechanism, pool) }), mechanism);
      reached += ratioOf(places, values) >= threshold - 1e-9 ? 1 : 0;
    }
    return reached;
  });
  if (isObjection(events)) {
    throw new Error(events.detail);
  }
  return events;
}
