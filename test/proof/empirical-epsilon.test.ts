import { beforeAll, describe, expect, it } from 'vitest';
import { mintCharge, openReleased } from '../../src/privacy/for-budget.ts';
import { sealExact } from '../../src/privacy/for-query.ts';
import { type Accountant, accountantOf, draw, factsOf, PURE, release, rhoOfPure } from '../../src/privacy/index.ts';
import { isObjection, planned } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { others, policy, question } from './attacks/people.ts';
import { extreme } from './attacks/whole-path.ts';
import { type Bounds, clopperPearson } from './support/binomial.ts';
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

/** What a mechanism claims, and how much of it events so often seen with a patient and without show at least. */
interface Claim {
  readonly mechanism: string;
  readonly accountant: Accountant;
  readonly claimed: (costs: readonly bigint[]) => number;
  readonly unit: string;
  readonly shown: (complete: Bounds, without: Bounds) => number;
}

const CLAIMS: readonly Claim[] = [
  {
    mechanism: 'discrete Laplace',
    accountant: PURE,
    claimed: (nano) => nano.reduce((sum, one) => sum + Number(one) / 1e9, 0),
    unit: 'ε',
    shown: (complete, without) => Math.log(complete.lower / without.upper),
  },
  {
    mechanism: 'discrete Gaussian',
    accountant: accountantOf({ kind: 'zcdp', delta: '0.000001' }),
    claimed: (nano) => nano.reduce((sum, one) => sum + Number(rhoOfPure(one)) / 1e18, 0),
    unit: 'ρ',
    shown: (complete, without) => rhoShown(complete.lower, without.upper),
  },
];
const CASES = CLAIMS.flatMap((claim) =>
  Object.entries(MEASURES).flatMap(([name, measure]) =>
    ['0.5', '1', '2'].map((epsilon) => ({
      ...{ name: `${claim.mechanism}, ${name}, ε ${epsilon}`, epsilon, measure, claim },
      // Where one number tells most, fewer of its events are seen.
      draws: MANY.has(name) ? 80_000 : 20_000,
    })),
  ),
);

const ORDERS = [1.001, 1.1, 1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/**
 * The least ρ that two chances of one event allow, without > complete being 0: the greatest Rényi divergence over its order, of the two
 * answers to “did it happen”. Bun, Steinke 2016, Definition 1.1 and Lemma 2.2 (whoever looks at less learns no more).
 */
function rhoShown(complete: number, without: number): number {
  const divergence = (order: number): number => {
    const term = (p: number, q: number): number => p ** order * q ** (1 - order);
    return Math.log(term(complete, without) + term(1 - complete, 1 - without)) / (order - 1);
  };
  return complete <= without ? 0 : Math.max(...ORDERS.map((order) => divergence(order) / order));
}

let worlds: readonly [World, World];

beforeAll(async () => {
  const queries = CASES.map(({ measure, epsilon }) => question({ ...measure }, epsilon));
  worlds = [await worldOf(others, { policy, queries }), await worldOf([...others, extreme], { policy, queries })];
});

describe('what noisy answers show of a patient', () => {
  it.each(CASES)('$name', async ({ name, measure, epsilon, claim, draws }) => {
    const wanted = { query: question({ ...measure }, epsilon), accountant: claim.accountant };
    const places = placesOf(policy, wanted, worlds);
    const shown = (complete: number, without: number): number =>
      claim.shown(clopperPearson(complete, draws), clopperPearson(without, draws));
    const law = [...ratioLaw(places)].sort((left, right) => right.ratio - left.ratio);
    // The event “the likelihood ratio reaches t” for the t that should show most.
    let [complete, without, best] = [0, 0, { threshold: 0, expected: Number.NEGATIVE_INFINITY }];
    const stride = Math.ceil(law.length / THRESHOLDS_MAX);
    for (const [at, outcome] of law.entries()) {
      complete += outcome.one;
      without += outcome.zero;
      const expected = at % stride === 0 ? shown(Math.round(complete * draws), Math.round(without * draws)) : 0;
      best = expected > best.expected ? { threshold: outcome.ratio, expected } : best;
    }
    const seen = eventsIn(wanted, { draws, threshold: best.threshold });
    const found = shown(seen.complete, seen.without);
    const claimed = claim.claimed(seen.costs);
    expect(found).toBeLessThanOrEqual(claimed);
    expect(found).toBeGreaterThanOrEqual(0.9 * best.expected);
    expectDocumented('empirical', [
      name,
      `${claim.unit} ${claimed}`,
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

/** So many thresholds are weighed at most. */
const THRESHOLDS_MAX = 400;

/** How often the likelihood ratio of a release reaches the threshold, with the patient and without, and what a release costs. */
interface Seen {
  readonly complete: number;
  readonly without: number;
  /** In nano-ε, share by share. */
  readonly costs: readonly bigint[];
}

/** Looks at releases of both histories. */
function eventsIn(
  { query, accountant }: { readonly query: ReturnType<typeof question>; readonly accountant: Accountant },
  { draws, threshold }: { readonly draws: number; readonly threshold: number },
): Seen {
  const places = placesOf(policy, { query, accountant }, worlds);
  const events = planned({ policy, query, facts: declared(policy, { accountant }) }, ({ mechanism, queryHash }) => {
    const reached = (bit: 0 | 1): number => {
      const pool = poolOf(71 + bit);
      pool.prepare(factsOf(mechanism));
      const truth = worlds[bit].exact(queryHash);
      let times = 0;
      for (let at = 0; at < draws; at += 1) {
        const exact = sealExact(mechanism, truth);
        const charge = mintCharge(mechanism);
        const values = openReleased(release({ exact, charge, noise: draw(mechanism, pool) }), mechanism);
        times += ratioOf(places, values) >= threshold - 1e-9 ? 1 : 0;
      }
      return times;
    };
    const costs = factsOf(mechanism).pieces.map(({ nanoEpsilon }) => nanoEpsilon);
    return { complete: reached(1), without: reached(0), costs };
  });
  if (isObjection(events)) {
    throw new Error(events.detail);
  }
  return events;
}
