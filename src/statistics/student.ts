import { assert } from '../base/index.ts';
import { studentTail, whereTail } from './meta/tails.ts';
import { normalHalfWidth } from './normal.ts';

/** From so many degrees of freedom on quantiles come from a series in 1/freedom, to nine digits at α = 0.05. */
const MANY = 500;

/**
 * How many times wider than a normal interval Student's is, for `freedom` degrees. Between whole ones below 500 it is interpolated
 * in 1/freedom, in which the quantiles are convex: never too narrow.
 * @throws AssertionFailure for less than one degree, or as `normalHalfWidth`.
 */
export function studentStretch(freedom: number, alpha: number): number {
  assert(freedom >= 1, 'degrees of freedom are 1 or more');
  const z = normalHalfWidth(alpha);
  if (freedom >= MANY) {
    return stretchOfMany(freedom, z);
  }
  const df = Math.floor(freedom);
  const [fewer, more] = [quantileOf(df, alpha), quantileOf(df + 1, alpha)];
  const share = (1 / df - 1 / freedom) * df * (df + 1);
  return (fewer + share * (more - fewer)) / z;
}

/** The t with P(|T| > t) = α. */
function quantileOf(df: number, alpha: number): number {
  return whereTail((t) => studentTail(df, t), alpha / 2);
}

/** Abramowitz, Stegun 1964, 26.7.5, over z. */
function stretchOfMany(freedom: number, z: number): number {
  const x = z * z;
  const terms = [(x + 1) / 4, ((5 * x + 16) * x + 3) / 96, (((3 * x + 19) * x + 17) * x - 15) / 384];
  return terms.reduceRight((sum, term) => (sum + term) / freedom, 0) + 1;
}
