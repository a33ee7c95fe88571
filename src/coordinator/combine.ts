import { type Combined, type ReleasedWire, releaseShape } from '../contract/index.ts';
import { halfWidth } from '../privacy/laws.ts';
import { sumVectors } from '../statistics/index.ts';

/** The combined answer, or the fixed sentence that says why there is none. */
export type Combination = { readonly combined: Combined } | { readonly notCombined: string };

/** Sums the sites' releases. Missing sites stay missing: nothing is imputed. */
export function combine(releases: readonly ReleasedWire[], minSites: number): Combination {
  const [first] = releases;
  if (first === undefined || releases.length < minSites) {
    return { notCombined: `Fewer than ${minSites} sites answered.` };
  }
  const shape = releaseShape(first);
  const confidence = first.interval.confidence;
  if (releases.some((one) => releaseShape(one) !== shape || one.interval.confidence !== confidence)) {
    return { notCombined: 'The sites’ releases differ in shape, so they are not added.' };
  }
  const scales = releases.map(({ mechanism: { scale } }) => ({
    numerator: BigInt(scale.numerator),
    denominator: BigInt(scale.denominator),
  }));
  const values = sumVectors(releases.map((one) => one.values.map(BigInt)));
  return {
    combined: {
      sites: releases.map(({ site }) => site),
      keys: first.keys,
      values: values.map(String),
      interval: { confidence, halfWidth: halfWidth(scales, { confidence }).toString() },
    },
  };
}
