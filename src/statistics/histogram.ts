import { assert } from '../base/index.ts';
import type { Estimated } from './estimate.ts';
import type { Noisy } from './noisy.ts';
import { sumOf } from './sum.ts';

/** How sure a histogram is: cell by cell, or of all cells at once. */
export interface HistogramLevel {
  readonly alpha: number;
  /** With α/k for each of k cells, so that all intervals cover together with probability 1 − α. Bonferroni 1936. */
  readonly together?: boolean;
}

/** Every bin as a count n̂ ± w, signed; about noise alone. @throws AssertionFailure without bins. */
export function histogramOf(bins: readonly Noisy[], { alpha, together = false }: HistogramLevel): readonly Estimated[] {
  assert(bins.length > 0, 'a histogram has a bin');
  return bins.map((bin) => sumOf(bin, { step: 1 }, together ? alpha / bins.length : alpha));
}
