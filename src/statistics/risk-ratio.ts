import type { MaybeEffect } from './effect.ts';
import { type RatioParts, ratioOf } from './ratio.ts';
import type { TwoByTwo } from './two-by-two.ts';

/**
 * The risk ratio (a/(a + b))/(c/(c + d)), by its logarithm, with the interval of `ratioOf`. For combining: sampling variance
 * b/(a(a + b)) + d/(c(c + d)); the noise of a counts b/(a(a + b)) times, of b 1/(a + b) times, and so on. Katz, Baptista, Azen,
 * Pike 1978, Biometrics 34, for that.
 */
export function riskRatioOf(table: TwoByTwo, alpha: number): MaybeEffect {
  return ratioOf(table, PARTS, alpha);
}

const PARTS: RatioParts = {
  theta: Math.log,
  weights: ([a, b, c, d]) => [b / (a * (a + b)), 1 / (a + b), d / (c * (c + d)), 1 / (c + d)],
  samplingVariance: ([a, b, c, d]) => b / (a * (a + b)) + d / (c * (c + d)),
};
