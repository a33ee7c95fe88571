import { assert } from '../../base/index.ts';
import type { NoiseLaw } from '../scale.ts';
import { type CountedDraws, drawsByLaw, partsOf } from './counted-draws.ts';
import { exponentOf } from './exponent.ts';
import { foldedHalfWidth } from './folded-width.ts';
import { gaussianLaw } from './gaussian-law.ts';
import { gaussianHalfWidth } from './gaussian-width.ts';
import { halfWidth } from './half-width.ts';
import { noiseVariance } from './laplace-law.ts';
import { alphaOf, type Level } from './level.ts';
import { type ShareSum, shareCharacteristic, shareHalfWidth } from './share-width.ts';

/** What is known of a sum of independent draws of noise: the parts of a released number that come from its law. */
export interface NoiseSum {
  /** In squared grid units. */
  readonly variance: number;
  /** The smallest w with P(|noise| > w) ≤ α, as `noiseHalfWidth` gives it; of so many such sums together, or of one. */
  within(alpha: number, sums?: number): bigint;
  /** E cos(t·noise). */
  characteristic(t: number): number;
}

/** The sum of one draw of each law, of either kind. @throws AssertionFailure as `noiseHalfWidth`. */
export function noiseSum(laws: readonly NoiseLaw[]): NoiseSum {
  const draws = drawsByLaw(laws);
  const exponent = exponentOf(partsOf(draws));
  const spread = (all: readonly CountedDraws[], of: (one: CountedDraws) => number): number =>
    all.reduce((sum, one) => sum + one.times * of(one), 0);
  return Object.freeze({
    variance:
      spread(draws.laplace, ({ exact }) => noiseVariance(exact)) +
      spread(draws.gaussian, ({ exact }) => gaussianLaw(exact).variance),
    within: (alpha: number, sums = 1) =>
      laws.length === 1 && sums === 1
        ? noiseHalfWidth(laws, { alpha })
        : foldedHalfWidth(partsOf(draws, sums), alphaOf({ alpha })),
    characteristic: (t: number) => {
      const turned = Math.abs(t) % (2 * Math.PI);
      const within = Math.min(turned, 2 * Math.PI - turned);
      return Math.exp(-exponent.at(Math.sin(within / 2), within));
    },
  });
}

/**
 * The smallest integer w with P(|ΣX| > w) ≤ α for one draw X of each law, in grid units, never too narrow: of one draw as `halfWidth` or
 * `gaussianHalfWidth` gives it; of more, `folded-width.proof.md` says how little wider it can be. Takes some hundredths of a second at most.
 * @throws AssertionFailure without laws, for one out of its bounds or an α outside [10⁻¹², 1).
 */
export function noiseHalfWidth(laws: readonly NoiseLaw[], level: Level): bigint {
  const [only] = laws;
  assert(only !== undefined, 'a sum of noise has at least one draw');
  if (laws.length > 1) {
    return foldedHalfWidth(partsOf(drawsByLaw(laws)), alphaOf(level));
  }
  return only.name === 'discrete-laplace' ? halfWidth(only.scale, level) : gaussianHalfWidth(only.sigmaSquared, level);
}

/** A sum of noise shares of discrete-Laplace noise. @throws AssertionFailure as `shareHalfWidth`. */
export function shareNoiseSum(sum: ShareSum): NoiseSum {
  const shape = sum.count / sum.parts;
  return Object.freeze({
    variance: shape * noiseVariance(sum.scale),
    within: (alpha: number, sums = 1) => shareHalfWidth({ ...sum, count: sums * sum.count }, { alpha }),
    characteristic: shareCharacteristic(sum.scale, shape),
  });
}
