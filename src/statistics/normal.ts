import { assert } from '../base/index.ts';
import { placeBeyond } from './bisection.ts';

const SERIES_UP_TO = 2.5;

/** P(Z > z) for a standard normal Z, to about 13 digits wherever it is above 10⁻³⁰⁰. DLMF 7.6.2 near 0, 7.9.1 beyond. */
export function normalTail(z: number): number {
  return z < 0 ? 1 - normalTail(-z) : z < SERIES_UP_TO ? 0.5 - massUpTo(z) : farTail(z);
}

/** P(0 < Z ≤ z) = φ(z)·(z + z³/3 + z⁵/(3·5) + …). */
function massUpTo(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum * density(z);
}

/** φ(z)/(z + 1/(z + 2/(z + 3/(z + …)))), Laplace's continued fraction, from the far end. */
function farTail(z: number): number {
  let below = z;
  for (let k = 120; k >= 1; k -= 1) {
    below = z + k / below;
  }
  return density(z) / below;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The z with P(|Z| > z) = α, 10⁻¹² ≤ α < 1. @throws AssertionFailure for another α. */
export function normalHalfWidth(alpha: number): number {
  assert(alpha >= 1e-12 && alpha < 1, 'α lies between 10⁻¹² and 1');
  return placeBeyond((z) => 2 * normalTail(z) > alpha, 8);
}

/** P(χ² > x) for one degree of freedom, without underflow up to x = 1,300. */
export function chiSquareTail(x: number): number {
  return x <= 0 ? 1 : 2 * normalTail(Math.sqrt(x));
}
