import type { Rational } from '../rational.ts';
import { gaussianLaw } from './gaussian-law.ts';
import { gaussianHalfWidth } from './gaussian-width.ts';
import { halfWidth } from './half-width.ts';
import { laplaceLaw, noiseVariance } from './laplace-law.ts';
import { type ShareSum, shareCharacteristic, shareHalfWidth } from './share-width.ts';

/** What is known of a sum of independent draws of noise: the parts of a released number that come from its law. */
export interface NoiseSum {
  /** In squared grid units. */
  readonly variance: number;
  /** The smallest w with P(|noise| > w) ≤ α, as `halfWidth` gives it. */
  within(alpha: number): bigint;
  /** E cos(t·noise). */
  characteristic(t: number): number;
}

/** The sum of one draw of discrete-Laplace noise of each scale. @throws AssertionFailure as `halfWidth`. */
export function noiseSum(scales: readonly Rational[]): NoiseSum {
  return sumOf(scales.map(laplaceLaw), (alpha) => halfWidth(scales, { alpha }));
}

/** The sum of one draw of discrete-Gaussian noise of each σ². @throws AssertionFailure as `gaussianHalfWidth`. */
export function gaussianNoiseSum(variances: readonly Rational[]): NoiseSum {
  return sumOf(variances.map(gaussianLaw), (alpha) => gaussianHalfWidth(variances, { alpha }));
}

/** A sum of noise shares of discrete-Laplace noise. @throws AssertionFailure as `shareHalfWidth`. */
export function shareNoiseSum(sum: ShareSum): NoiseSum {
  const shape = sum.count / sum.parts;
  return Object.freeze({
    variance: shape * noiseVariance(sum.scale),
    within: (alpha: number) => shareHalfWidth(sum, { alpha }),
    characteristic: shareCharacteristic(sum.scale, shape),
  });
}

function sumOf(laws: readonly Pick<NoiseSum, 'variance' | 'characteristic'>[], within: NoiseSum['within']): NoiseSum {
  return Object.freeze({
    variance: laws.reduce((sum, { variance }) => sum + variance, 0),
    within,
    characteristic: (t: number) => laws.reduce((product, law) => product * law.characteristic(t), 1),
  });
}
