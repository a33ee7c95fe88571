import type { MaybeEffect } from './effect.ts';
import { type RatioParts, ratioOf } from './ratio.ts';
import type { TwoByTwo } from './two-by-two.ts';

/**
 * The odds ratio ad/(bc), by its logarithm: the difference of two log odds, with the interval of `ratioOf`. For combining: sampling variance
 * 1/a + 1/b + 1/c + 1/d, and noise of every cell divided by the cell. Woolf 1955, Ann. Hum. Genet. 19, for that.
 */
export function oddsRatioOf(table: TwoByTwo, alpha: number): MaybeEffect {
  return ratioOf(table, PARTS, alpha);
}

const PARTS: RatioParts = {
  theta: (p) => Math.log(p / (1 - p)),
  weights: (counts) => counts.map((count) => 1 / count),
  samplingVariance: (counts) => counts.reduce((sum, count) => sum + 1 / count, 0),
};
