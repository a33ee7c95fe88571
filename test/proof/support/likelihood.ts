import { gaussianLaw, laplaceLaw, type NoiseLaw, type Rational } from '../../../src/privacy/laws.ts';

// How well whoever knows everything but one bit can tell it from noisy answers, worked out exactly.

/** One released integer: what it would be before noise if the bit were 0 or 1, and its noise. */
export interface Place {
  readonly zero: bigint;
  readonly one: bigint;
  readonly law: NoiseLaw;
}

/** A value that the log-likelihood ratio can take, and its probability under each bit. */
export interface Outcome {
  readonly ratio: number;
  readonly zero: number;
  readonly one: number;
}

/** The log-likelihood ratio of what was released: above 0 speaks for the bit being 1. */
export function ratioOf(places: readonly Place[], released: readonly bigint[]): number {
  return places.reduce((sum, place, at) => sum + placeRatio(place, released[at]!), 0);
}

function placeRatio({ zero, one, law }: Place, released: bigint): number {
  if (law.name === 'discrete-laplace') {
    const distance = magnitude(released - zero) - magnitude(released - one);
    return (Number(distance) * Number(law.scale.denominator)) / Number(law.scale.numerator);
  }
  const distance = (one - zero) * (2n * released - zero - one);
  return (Number(distance) * Number(law.sigmaSquared.denominator)) / (2 * Number(law.sigmaSquared.numerator));
}

/** The law of one draw. */
export function drawLaw(law: NoiseLaw) {
  return law.name === 'discrete-laplace' ? laplaceLaw(law.scale) : gaussianLaw(law.sigmaSquared);
}

/** What to guess; a tie is left to `coin`. */
export function guessOf(ratio: number, coin: boolean): boolean {
  return Math.abs(ratio) < TIE ? coin : ratio > 0;
}

const TIE = 1e-9;
const FINE = 1e10;
const COARSE = 2_000;
const PAIRS_MAX = 200_000;

/** The law of the ratio over all places together. Places that don't move tell nothing. */
export function ratioLaw(places: readonly Place[]): readonly Outcome[] {
  return places
    .filter(({ zero, one }) => zero !== one)
    .map(placeLaw)
    .sort((left, right) => left.length - right.length)
    .reduce<readonly Outcome[]>(product, [{ ratio: 0, zero: 1, one: 1 }]);
}

/** The share of right guesses of the best guesser, the bit being a fair coin. */
export function optimumOf(places: readonly Place[]): number {
  return ratioLaw(places).reduce((sum, { zero, one }) => sum + Math.max(zero, one) / 2, 0);
}

function placeLaw(place: Place): readonly Outcome[] {
  const { zero, one, law } = place;
  if (law.name === 'discrete-laplace') {
    return laplacePlaceLaw(Number(magnitude(one - zero)), law.scale);
  }
  // The ratio is another for every number that may be released.
  const { pmf, variance } = gaussianLaw(law.sigmaSquared);
  const [low, high] = zero < one ? [zero, one] : [one, zero];
  const reach = BigInt(Math.ceil(GAUSSIAN_REACH * Math.sqrt(variance)) + 1);
  return Array.from({ length: Number(high - low + 2n * reach) + 1 }, (_, at) => {
    const released = low - reach + BigInt(at);
    const chance = (value: bigint): number => pmf(Number(released - value));
    return { ratio: placeRatio(place, released), zero: chance(zero), one: chance(one) };
  });
}

/** So many σ: beyond lies less than 10⁻¹⁵. */
const GAUSSIAN_REACH = 8;

/** Between the two values the ratio climbs by 2/b a step; on either side of them it is constant. */
function laplacePlaceLaw(shift: number, scale: Rational): readonly Outcome[] {
  const law = laplaceLaw(scale);
  const b = Number(scale.numerator) / Number(scale.denominator);
  return Array.from({ length: shift + 1 }, (_, step) => {
    const near = step === 0 ? 1 - law.upperTail(0) : step === shift ? law.upperTail(shift - 1) : law.pmf(step);
    const far = step === 0 ? law.upperTail(shift - 1) : step === shift ? 1 - law.upperTail(0) : law.pmf(shift - step);
    return { ratio: (2 * step - shift) / b, zero: near, one: far };
  });
}

/** The ratios of independent places add up. Of very many values, those closer than 1/2,000 are taken together. */
function product(left: readonly Outcome[], right: readonly Outcome[]): readonly Outcome[] {
  const grain = left.length * right.length > PAIRS_MAX ? COARSE : FINE;
  const byRatio = new Map<number, { ratio: number; zero: number; one: number }>();
  for (const a of left) {
    for (const b of right) {
      const ratio = a.ratio + b.ratio;
      const key = Math.round(ratio * grain);
      const had = byRatio.get(key);
      if (had === undefined) {
        byRatio.set(key, { ratio, zero: a.zero * b.zero, one: a.one * b.one });
      } else {
        had.zero += a.zero * b.zero;
        had.one += a.one * b.one;
      }
    }
  }
  return [...byRatio.values()];
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** P(Z ≥ 0) of a sum of draws: how often a difference that should be 0 or 1 is told right by rounding it. */
export function differenceOptimum(laws: readonly NoiseLaw[]): number {
  let law = [1];
  for (const one of laws) {
    const { pmf, variance } = drawLaw(one);
    const reach = Math.ceil(25 * Math.sqrt(variance)) + 25;
    law = convolved(
      law,
      Array.from({ length: 2 * reach + 1 }, (_, at) => pmf(at - reach)),
    );
  }
  return law.slice((law.length - 1) / 2).reduce((sum, mass) => sum + mass, 0);
}

function convolved(left: readonly number[], right: readonly number[]): number[] {
  const sum = new Array<number>(left.length + right.length - 1).fill(0);
  left.forEach((a, at) => {
    right.forEach((b, by) => {
      sum[at + by]! += a * b;
    });
  });
  return sum;
}
