import { arePositive, EMPTY_CELL, effectOf, type MaybeEffect } from './effect.ts';
import { cellsOf, countsOf, type TwoByTwo } from './two-by-two.ts';

/**
 * The risk ratio (a/(a + b))/(c/(c + d)), by its logarithm: sampling variance b/(a(a + b)) + d/(c(c + d)); the noise of a counts
 * b/(a(a + b)) times, of b 1/(a + b) times, and so on, to first order, with its own law. Not estimable when a released cell is 0
 * or below. Katz, Baptista, Azen, Pike 1978, Biometrics 34, for the sampling part.
 */
export function riskRatioOf(table: TwoByTwo, alpha: number): MaybeEffect {
  if (!arePositive(cellsOf(table))) {
    return EMPTY_CELL;
  }
  const [a, b, c, d] = countsOf(table);
  const weights = [b / (a * (a + b)), 1 / (a + b), d / (c * (c + d)), 1 / (c + d)];
  const error = {
    terms: cellsOf(table).map((noise, at) => ({ weight: weights[at] ?? 0, noise })),
    samplingVariance: b / (a * (a + b)) + d / (c * (c + d)),
  };
  return effectOf({ effect: Math.log((a * (c + d)) / (c * (a + b))), error, show: Math.exp }, alpha);
}
