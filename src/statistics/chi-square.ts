import { arePositive, EMPTY_CELL } from './effect.ts';
import type { NotEstimable } from './estimate.ts';
import { chiSquareTail } from './normal.ts';
import { cellsOf, countsOf, type TwoByTwo } from './two-by-two.ts';

/** A test of independence. */
export interface ChiSquare {
  readonly estimable: true;
  readonly chiSquare: number;
  /** P(χ²₁ > `chiSquare`). */
  readonly p: number;
}

/**
 * Pearson's χ² of a 2 × 2 table, made aware of noise: D²/(V + W) with D = (ad − bc)/n, V = (a + b)(c + d)(a + c)(b + d)/n³ its
 * sampling variance if rows and columns are independent (D²/V is Pearson's own), and W that of the noise, to first order. One
 * degree of freedom, as for the noise-free one; without W noise alone would look like dependence. Not estimable when a released
 * cell is 0 or below. Gaboardi, Lim, Rogers, Vadhan 2016 (ICML) for putting the noise into the variance.
 */
export function chiSquareOf(table: TwoByTwo): ChiSquare | NotEstimable {
  const cells = cellsOf(table);
  if (!arePositive(cells)) {
    return EMPTY_CELL;
  }
  const [a, b, c, d] = countsOf(table);
  const n = a + b + c + d;
  const difference = (a * d - b * c) / n;
  const sampling = ((a + b) * (c + d) * (a + c) * (b + d)) / n ** 3;
  const slopes = [d, -c, -b, a].map((other) => (other - difference) / n);
  const noise = cells.reduce((sum, { variance }, at) => sum + (slopes[at] ?? 0) ** 2 * variance, 0);
  const chiSquare = difference ** 2 / (sampling + noise);
  return Object.freeze({ estimable: true, chiSquare, p: chiSquareTail(chiSquare) });
}
