import { assert } from '../base/index.ts';
import { type Estimated, estimated } from './estimate.ts';
import type { Noisy } from './noisy.ts';

/**
 * Adds released vectors cell by cell: Σ over sites of n̂, signed, so that noise cancels instead of piling up.
 * @throws AssertionFailure when there is nothing to add or the vectors differ in length.
 */
export function sumVectors(vectors: readonly (readonly bigint[])[]): readonly bigint[] {
  const [first] = vectors;
  assert(first !== undefined, 'there is at least one vector to add');
  assert(
    vectors.every((vector) => vector.length === first.length),
    'vectors that are added have one length',
  );
  return first.map((_, cell) => vectors.reduce((sum, vector) => sum + (vector[cell] ?? 0n), 0n));
}

/**
 * A count (step 1) or a sum: Ŝ·u ± u·w(α). Unbiased; the interval is about noise alone, and covers exactly as often as
 * P(|noise| ≤ w) says. Ghosh, Roughgarden, Sundararajan 2009 for the law of the noise.
 */
export function sumOf(sum: Noisy, { step }: { readonly step: number }, alpha: number): Estimated {
  const [value, w] = [Number(sum.value), Number(sum.within(alpha))];
  return estimated(value * step, (value - w) * step, (value + w) * step);
}
