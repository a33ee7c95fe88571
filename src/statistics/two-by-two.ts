import type { Noisy } from './noisy.ts';

/** A 2 × 2 table: a and b of those exposed, c and d of those not; a and c had the outcome. Every cell with noise of its own. */
export interface TwoByTwo {
  readonly a: Noisy;
  readonly b: Noisy;
  readonly c: Noisy;
  readonly d: Noisy;
}

/** The four cells in order. */
export function cellsOf({ a, b, c, d }: TwoByTwo): readonly [Noisy, Noisy, Noisy, Noisy] {
  return [a, b, c, d];
}

/** The four released numbers in order. */
export function countsOf({ a, b, c, d }: TwoByTwo): readonly [number, number, number, number] {
  return [Number(a.value), Number(b.value), Number(c.value), Number(d.value)];
}
