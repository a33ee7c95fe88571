import { assert } from '../../base/index.ts';
import { type Rational, toNumber } from '../rational.ts';

/** The law of one draw X of discrete-Gaussian noise, in doubles near the true values: for display, tests and estimators. */
export interface GaussianLaw {
  /** P(X = k), k an integer. */
  pmf(k: number): number;
  /** P(X > k), k an integer. */
  upperTail(k: number): number;
  /** E X², in squared grid units; a little below σ², and equal to it in doubles from σ = 3 on. */
  readonly variance: number;
  /** E cos(tX). */
  characteristic(t: number): number;
}

const VARIANCE_MAX = 2 ** 92;
/** Beyond so many σ there is less than 10⁻³⁰⁰. */
const REACH = 38;
/** From this σ² on, what sums over integers differ from integrals by is below 10⁻¹³⁰. */
const WIDE = 16;

/** σ² as a double. @throws AssertionFailure when it isn't positive or is above 2⁹² squared grid units. */
export function varianceNumber(variance: Rational): number {
  const value = toNumber(variance);
  assert(value > 0 && value <= VARIANCE_MAX, 'a noise variance lies above 0 and up to 2⁹² squared grid units');
  return value;
}

/**
 * The law with P(X = k) = e^{−k²/2σ²}/Z, Z = Σ e^{−j²/2σ²} = σ√2π·Σ e^{−2π²σ²m²} (Poisson). Canonne, Kamath, Steinke 2020,
 * Definition 1 and Fact 18. From σ = 4 on Z is σ√2π and the variance σ², in doubles; `upperTail` sums at most 38σ terms.
 */
export function gaussianLaw(sigmaSquared: Rational): GaussianLaw {
  const v = varianceNumber(sigmaSquared);
  const weight = (k: number): number => Math.exp((-k * k) / (2 * v));
  const reach = Math.ceil(REACH * Math.sqrt(v)) + 1;
  const isWide = v >= WIDE;
  const z = isWide ? Math.sqrt(2 * Math.PI * v) : 1 + 2 * sumDown(1, reach, weight);
  const farther = (k: number): number => sumDown(k + 1, reach, weight) / z;
  return Object.freeze({
    pmf: (k: number) => weight(k) / z,
    upperTail: (k: number) => (k >= 0 ? farther(k) : 1 - farther(-k - 1)),
    variance: isWide ? v : (2 * sumDown(1, reach, (k) => k * k * weight(k))) / z,
    characteristic: (t: number) => wrapped(t, v) / wrapped(0, v),
  });
}

/** Σ over k from `first` to `last`, smallest terms first. */
function sumDown(first: number, last: number, term: (k: number) => number): number {
  let sum = 0;
  for (let k = last; k >= first; k -= 1) {
    sum += term(k);
  }
  return sum;
}

const NARROW = 0.25;

/** Σ e^{−k²/2v}·cos(tk) up to a factor that doesn't depend on t: as it stands for narrow noise, by Poisson's formula for other. */
function wrapped(t: number, v: number): number {
  let sum = 0;
  for (let m = -8; m <= 8; m += 1) {
    const turned = (t % (2 * Math.PI)) + 2 * Math.PI * m;
    sum += v < NARROW ? Math.exp((-m * m) / (2 * v)) * Math.cos(t * m) : Math.exp((-v * turned * turned) / 2);
  }
  return sum;
}
