import { assert } from '../base/index.ts';

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
