import type { Rational } from '../rational.ts';
import type { NoiseLaw } from '../scale.ts';
import { varianceNumber } from './gaussian-law.ts';
import { scaleNumber } from './laplace-law.ts';
import type { NoiseParts } from './reach.ts';

/** So many draws of one law, its scale or σ² also as a double. */
export interface CountedDraws {
  readonly exact: Rational;
  readonly number: number;
  readonly times: number;
}

/** Draws of noise by their laws: what stands there many times, as where sites are alike, is worked out once. */
export interface DrawsByLaw {
  readonly laplace: readonly CountedDraws[];
  readonly gaussian: readonly CountedDraws[];
}

/** The laws of either kind, each with how often it stands there. @throws AssertionFailure for one out of its bounds. */
export function drawsByLaw(laws: readonly NoiseLaw[]): DrawsByLaw {
  return {
    laplace: counted(
      laws.flatMap((law) => (law.name === 'discrete-laplace' ? [law.scale] : [])),
      scaleNumber,
    ),
    gaussian: counted(
      laws.flatMap((law) => (law.name === 'discrete-gaussian' ? [law.sigmaSquared] : [])),
      varianceNumber,
    ),
  };
}

function counted(all: readonly Rational[], numberOf: (one: Rational) => number): readonly CountedDraws[] {
  const known = new Map<Rational, number>();
  const found = new Map<number, CountedDraws>();
  for (const exact of all) {
    const number = known.get(exact) ?? numberOf(exact);
    known.set(exact, number);
    found.set(number, { exact, number, times: (found.get(number)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

/** So many such sums of draws, as their characteristic function is worked out from. */
export function partsOf({ laplace, gaussian }: DrawsByLaw, sums = 1): NoiseParts {
  return {
    laplace: laplace.map(({ number, times }) => ({ b: number, shape: sums * times })),
    gaussian: gaussian.map(({ number, times }) => ({ v: number, shape: sums * times })),
  };
}
