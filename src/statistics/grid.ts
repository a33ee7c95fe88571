import { assert } from '../base/index.ts';

/** The steps on which a field's values lie: a value is (a whole number from `low` to `high`)·`step`. */
export interface Grid {
  /** L/u and U/u of the bounds that values were clamped to. */
  readonly low: bigint;
  readonly high: bigint;
  /** u, in the field's unit, above 0. */
  readonly step: number;
}

/**
 * L/u + m, the step from which released sums are counted: z = (x − L)/u − m with m = ⌊(U − L)/2u⌋.
 * @throws AssertionFailure for bounds the wrong way round or a step that isn't positive.
 */
export function middleOf({ low, high, step }: Grid): bigint {
  assert(low <= high && step > 0, 'a grid has its bounds in order and a step above 0');
  return low + (high - low) / 2n;
}
