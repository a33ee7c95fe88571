import { arePositive, EMPTY_CELL, effectOf, type MaybeEffect } from './effect.ts';
import type { Noisy } from './noisy.ts';

/** Patients with something, and those without. */
export interface ProportionParts {
  readonly part: Noisy;
  readonly rest: Noisy;
}

/**
 * The proportion a/(a + b) of a population from which the patients are an independent sample. The interval is that of the log
 * odds ln(a/b): sampling variance 1/a + 1/b and noise −X/a + Y/b to first order, with the noise's own law. Not estimable when a
 * released number is 0 or below. Agresti, Categorical Data Analysis (2013), §1.4 and §3.1, for the sampling part.
 */
export function proportionOf({ part, rest }: ProportionParts, alpha: number): MaybeEffect {
  if (!arePositive([part, rest])) {
    return EMPTY_CELL;
  }
  const [a, b] = [Number(part.value), Number(rest.value)];
  const error = {
    terms: [
      { weight: 1 / a, noise: part },
      { weight: 1 / b, noise: rest },
    ],
    samplingVariance: 1 / a + 1 / b,
  };
  return effectOf({ effect: Math.log(a / b), error, show: (odds) => 1 / (1 + Math.exp(-odds)) }, alpha);
}
