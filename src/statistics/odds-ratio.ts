import { arePositive, EMPTY_CELL, effectOf, type MaybeEffect } from './effect.ts';
import { cellsOf, countsOf, type TwoByTwo } from './two-by-two.ts';

/**
 * The odds ratio ad/(bc), by its logarithm: sampling variance 1/a + 1/b + 1/c + 1/d, and noise of every cell divided by the cell,
 * to first order, with the noise's own law. Not estimable when a released cell is 0 or below: no cell is corrected.
 * Woolf 1955, Ann. Hum. Genet. 19, for the sampling part.
 */
export function oddsRatioOf(table: TwoByTwo, alpha: number): MaybeEffect {
  const cells = cellsOf(table);
  if (!arePositive(cells)) {
    return EMPTY_CELL;
  }
  const [a, b, c, d] = countsOf(table);
  const error = {
    terms: cells.map((noise) => ({ weight: 1 / Number(noise.value), noise })),
    samplingVariance: 1 / a + 1 / b + 1 / c + 1 / d,
  };
  return effectOf({ effect: Math.log((a * d) / (b * c)), error, show: Math.exp }, alpha);
}
