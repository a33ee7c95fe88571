import { agreementKeyOf, type Entropy, randomBytes } from '../../src/base/index.ts';
import { mintCharge, openMasked } from '../../src/privacy/for-budget.ts';
import { makeMechanism, sealExact } from '../../src/privacy/for-query.ts';
import { disguise, factsOf, type MechanismFacts, mask, type TotalRound } from '../../src/privacy/index.ts';
import { addTo, fromRing } from '../../src/privacy/laws.ts';
import { wrapDisguise } from '../../src/privacy/spine/tokens.ts';
import { atOnce } from './at-once.ts';

/** One site in a round of the test's own making. */
export interface Party {
  readonly site: string;
  readonly secretKey: Uint8Array;
}

/** `count` parties with fresh keys, called a, b, c … in order. */
export function parties(count: number, entropy: Entropy): readonly Party[] {
  return Array.from({ length: count }, (_, at) => ({
    site: `site-${String(at).padStart(3, '0')}`,
    secretKey: randomBytes(entropy, 32),
  }));
}

/** The part of the party at `at` in a round. */
export function partOf(all: readonly Party[], at: number, round: string, colluders = 1): TotalRound {
  const { site: self, secretKey } = all[at]!;
  const others = new Map(
    all.filter(({ site }) => site !== self).map((one) => [one.site, agreementKeyOf(one.secretKey)]),
  );
  return { round, self, secretKey, others, colluders };
}

/** All parts at once: public keys are worked out once. */
export function partsOf(all: readonly Party[], round: string, colluders = 1): readonly TotalRound[] {
  const keys = all.map(({ site, secretKey }) => [site, agreementKeyOf(secretKey)] as const);
  return all.map(({ site: self, secretKey }) => ({
    ...{ round, self, secretKey, colluders },
    others: new Map(keys.filter(([site]) => site !== self)),
  }));
}

/** Masks a vector as the gate does, charge and all. */
export function maskedVector(
  values: readonly bigint[],
  part: TotalRound,
  { entropy, facts = countOf(values.length) }: { entropy: Entropy; facts?: MechanismFacts },
): BigUint64Array {
  const mechanism = makeMechanism<'one'>(facts);
  const cover = atOnce(disguise(mechanism, part, entropy)!);
  const input = { exact: sealExact(mechanism, values), charge: mintCharge(mechanism), disguise: cover };
  return openMasked(mask(input), mechanism).vector;
}

/** The same with masks alone: what noise would hide from a test of exact sums. */
export function maskedWithoutNoise(values: readonly bigint[], masks: BigUint64Array, count: number): BigUint64Array {
  const mechanism = makeMechanism<'one'>(countOf(values.length));
  const length = factsOf(mechanism).pieces[0]!.length;
  const shares = Array.from({ length }, () => 0n);
  const cover = wrapDisguise(mechanism, { round: '', shares, masks, count });
  const input = { exact: sealExact(mechanism, values), charge: mintCharge(mechanism), disguise: cover };
  return openMasked(mask(input), mechanism).vector;
}

/** A count at ε = 1 over so many cells. */
export function countOf(length: number): MechanismFacts {
  const piece = { length, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon: 1_000_000_000n };
  return { name: 'discrete-laplace', pieces: [piece] };
}

/** What whoever has all these vectors learns. */
export function sumOf(vectors: readonly BigUint64Array[]): readonly bigint[] {
  const sum = new BigUint64Array(vectors[0]!.length);
  for (const vector of vectors) {
    addTo(sum, vector, 1);
  }
  return fromRing(sum);
}

/** Pearson's χ² of counts that should be even, as a standard normal deviate (Wilson, Hilferty 1931). */
export function evenDeviate(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return deviateOf(
    counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0),
    counts.length - 1,
  );
}

/** Whether two samples are of one law: χ² of homogeneity, as a standard normal deviate. */
export function sameDeviate(left: readonly number[], right: readonly number[]): number {
  const [n, m] = [left, right].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const statistic = left.reduce((sum, count, at) => {
    const pooled = (count + right[at]!) / (n! + m!);
    const parts = [count - n! * pooled, right[at]! - m! * pooled] as const;
    return pooled === 0 ? sum : sum + parts[0] ** 2 / (n! * pooled) + parts[1] ** 2 / (m! * pooled);
  }, 0);
  return deviateOf(statistic, left.length - 1);
}

function deviateOf(statistic: number, freedom: number): number {
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}
