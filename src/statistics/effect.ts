import { type Estimated, estimated, type NotEstimable, notEstimable } from './estimate.ts';
import { halfWidthOf, type LinearError, noiseVarianceOf } from './linear-error.ts';
import type { Noisy } from './noisy.ts';

/** An estimate of a population's quantity, with both parts of its uncertainty on the scale on which it was worked out. */
export interface Effect extends Estimated {
  /** The estimate on that scale (a log odds ratio, say), for combining effects. */
  readonly effect: number;
  readonly samplingVariance: number;
  readonly noiseVariance: number;
}

/** An effect, or why there is none. */
export type MaybeEffect = Effect | NotEstimable;

/** How an effect is worked out and shown. */
export interface EffectParts {
  readonly effect: number;
  readonly error: LinearError;
  /** From the scale of the effect to that of the quantity; rising. */
  readonly show: (effect: number) => number;
  /** How much wider than a normal deviate the sampling part is, because its variance is itself estimated; 1 when left out. */
  readonly stretch?: number;
}

/** The effect ± the half-width of its error, shown. */
export function effectOf({ effect, error, show, stretch = 1 }: EffectParts, alpha: number): Effect {
  const w = halfWidthOf({ ...error, samplingVariance: error.samplingVariance * stretch ** 2 }, alpha);
  return Object.freeze({
    ...estimated(show(effect), show(effect - w), show(effect + w)),
    effect,
    samplingVariance: error.samplingVariance,
    noiseVariance: noiseVarianceOf(error),
  });
}

/** The answer where a logarithm has nothing to stand on. */
export const EMPTY_CELL = notEstimable('A released cell is 0 or below.');

/** Whether every cell is above 0. */
export function arePositive(cells: readonly Noisy[]): boolean {
  return cells.every(({ value }) => value > 0n);
}
