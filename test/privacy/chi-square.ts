import type { LaplaceLaw } from '../../src/privacy/laws.ts';

const EXPECTED_MIN = 50;
const TAILS = [0.001, 0.004, 0.01];
const CUTS = [
  ...TAILS,
  ...Array.from({ length: 39 }, (_, at) => (at + 1) / 40),
  ...TAILS.map((tail) => 1 - tail).reverse(),
];

/**
 * Pearson's χ² of draws against a law, over some 40 bins of like mass and thinner ones in the tails, as a standard normal
 * deviate (Wilson, Hilferty 1931): above 6 with a probability of 10⁻⁹ when the draws have the law.
 */
export function chiSquareDeviate(draws: readonly bigint[], law: LaplaceLaw): number {
  const edges = edgesOf(law, draws.length);
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const draw of draws) {
    const bin = binOf(Number(draw), edges);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const statistic = counts.reduce((sum, count, bin) => {
    const expected = draws.length * massBetween(law, edges[bin - 1], edges[bin]);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const freedom = edges.length;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}

/** Bins are (edge, next edge]; each expects at least `EXPECTED_MIN` draws. */
function edgesOf(law: LaplaceLaw, n: number): readonly number[] {
  const edges: number[] = [];
  for (const edge of new Set(CUTS.map((mass) => quantile(law, mass)))) {
    const isWide = n * massBetween(law, edges.at(-1), edge) >= EXPECTED_MIN;
    if (isWide && n * law.upperTail(edge) >= EXPECTED_MIN) {
      edges.push(edge);
    }
  }
  return edges;
}

/** P(low < X ≤ high), either end open when left out. */
function massBetween(law: LaplaceLaw, low: number | undefined, high: number | undefined): number {
  // Taken from the nearer tail, where doubles are finest.
  if (low !== undefined && low >= 0) {
    return law.upperTail(low) - (high === undefined ? 0 : law.upperTail(high));
  }
  const upTo = (k: number): number => law.upperTail(-k - 1);
  return (high === undefined ? 1 : upTo(high)) - (low === undefined ? 0 : upTo(low));
}

/** The smallest k with P(X ≤ k) ≥ mass. */
function quantile(law: LaplaceLaw, mass: number): number {
  const reach = Math.ceil(20 * Math.sqrt(law.variance)) + 20;
  let [below, enough] = [-reach, reach];
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (massBetween(law, undefined, middle) >= mass) {
      enough = middle;
    } else {
      below = middle;
    }
  }
  return enough;
}

function binOf(value: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
