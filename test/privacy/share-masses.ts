import { type LaplaceLaw, laplaceLaw, type Rational } from '../../src/privacy/laws.ts';
import { toNumber } from '../../src/privacy/rational.ts';

// The laws of shares, term by term from their definition: an oracle that shares nothing with the code under test.

/** P(K = k), k = 0 … reach, of the negative binomial of this shape. */
function negativeBinomialMasses(b: number, shape: number, reach: number): Float64Array {
  const masses = new Float64Array(reach + 1);
  masses[0] = (-Math.expm1(-1 / b)) ** shape;
  for (let k = 1; k <= reach; k += 1) {
    masses[k] = ((masses[k - 1] ?? 0) * Math.exp(-1 / b) * (k - 1 + shape)) / k;
  }
  return masses;
}

/** P(X = x), x = 0 … reach, of the difference of two such. */
export function shareMasses(b: number, shape: number, reach: number): Float64Array {
  const one = negativeBinomialMasses(b, shape, 2 * reach);
  return Float64Array.from({ length: reach + 1 }, (_, x) => {
    let mass = 0;
    for (let k = 0; k + x < one.length; k += 1) {
      mass += (one[k] ?? 0) * (one[k + x] ?? 0);
    }
    return mass;
  });
}

/** The law of a sum of shares that make up `shape` of a draw, as `chiSquareDeviate` takes one. */
export function shareLaw(scale: Rational, shape: number): LaplaceLaw {
  const whole = laplaceLaw(scale);
  const variance = shape * whole.variance;
  const reach = Math.ceil((40 + 5 * shape) * toNumber(scale)) + 40;
  const masses = shareMasses(toNumber(scale), shape, reach);
  const upper = new Float64Array(reach + 2);
  for (let k = reach; k >= 0; k -= 1) {
    upper[k] = (upper[k + 1] ?? 0) + (masses[k + 1] ?? 0);
  }
  const tail = (k: number): number => (k >= 0 ? (upper[k] ?? 0) : 1 - (upper[-k - 1] ?? 0));
  return {
    pmf: (k) => masses[Math.abs(k)] ?? 0,
    upperTail: tail,
    variance,
    characteristic: (t) => whole.characteristic(t) ** shape,
  };
}

/** The most that a distance of `steps` changes the log of any mass: the privacy loss of this noise. */
export function lossOf(b: number, shape: number, steps: number): number {
  const reach = Math.ceil(40 * b) + steps;
  const masses = shareMasses(b, shape, 2 * reach);
  let most = 0;
  for (let x = -reach; x <= reach; x += 1) {
    const [here, there] = [masses[Math.abs(x)] ?? 0, masses[Math.abs(x + steps)] ?? 0];
    most = Math.max(most, Math.abs(Math.log(here / there)));
  }
  return most;
}
