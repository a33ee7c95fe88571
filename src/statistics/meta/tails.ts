import { assert } from '../../base/index.ts';
import { placeBeyond } from '../bisection.ts';
import { normalTail } from '../normal.ts';

/**
 * P(χ² > x) with `df` degrees of freedom, to about 11 digits wherever it is above 10⁻³⁰⁰: a finite sum of positive terms, so
 * nothing cancels. Abramowitz, Stegun 1964, 26.4.4 and 26.4.5.
 */
export function chiSquareTailOf(df: number, x: number): number {
  assertDegrees(df);
  if (x <= 0) {
    return 1;
  }
  const isOdd = df % 2 === 1;
  const half = x / 2;
  // Each term is e^{−x/2}·(x/2)^a / Γ(a + 1), a = df/2 − 1, df/2 − 2, … down to 0 or ½; by logarithms, or e^{−x/2} could underflow.
  let sum = isOdd ? 2 * normalTail(Math.sqrt(x)) : 0;
  for (let a = isOdd ? 0.5 : 0, logGamma = isOdd ? LOG_GAMMA_OF_HALVES : 0; a < df / 2; a += 1) {
    sum += Math.exp(a * Math.log(half) - half - logGamma);
    logGamma += Math.log(a + 1);
  }
  return sum;
}

const LOG_GAMMA_OF_HALVES = Math.log(Math.sqrt(Math.PI) / 2); // ln Γ(3/2)

/**
 * P(T > t) for Student's T with `df` degrees of freedom, to about 11 digits wherever it is above 10⁻³⁰⁰: half the incomplete beta
 * function at df/(df + t²). DLMF 8.17.5 (its continued fraction is 8.17.22).
 */
export function studentTail(df: number, t: number): number {
  assertDegrees(df);
  if (t < 0) {
    return 1 - studentTail(df, -t);
  }
  const a = df / 2;
  const scaled = (t / df) * t; // x/(1 − x) = df/t² without squaring what may overflow
  const x = 1 / (1 + scaled);
  const rest = scaled / (1 + scaled);
  const log = a * -Math.log1p(scaled) + 0.5 * Math.log(rest) - logBetaWithHalf(df);
  return x < (a + 1) / (a + 2.5)
    ? (Math.exp(log) * betaFraction(a, 0.5, x)) / (2 * a)
    : 0.5 - Math.exp(log) * betaFraction(0.5, a, rest);
}

/** ln B(df/2, ½), upwards from B(½, ½) = π or B(1, ½) = 2. */
function logBetaWithHalf(df: number): number {
  let log = df % 2 === 1 ? Math.log(Math.PI) : Math.LN2;
  for (let a = df % 2 === 1 ? 0.5 : 1; a < df / 2; a += 1) {
    log += Math.log(a / (a + 0.5));
  }
  return log;
}

const SMALLEST = 1e-300;
const STEPS_MAX = 10_000;

/** The continued fraction of the incomplete beta function, by Lentz's method (Press et al. 2007, §6.4). */
function betaFraction(a: number, b: number, x: number): number {
  const away = (value: number): number => (Math.abs(value) < SMALLEST ? SMALLEST : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= STEPS_MAX; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) {
      break;
    }
  }
  return fraction;
}

function assertDegrees(df: number): void {
  assert(Number.isInteger(df) && df >= 1, 'degrees of freedom are an integer of at least 1');
}

/** The x ≥ 0 with tail(x) = p, for a tail that falls from above p at 0; to the last digit or two of a double. */
export function whereTail(tail: (x: number) => number, p: number): number {
  return placeBeyond((x) => tail(x) > p, 1);
}
