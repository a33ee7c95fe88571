import { type Level, noiseHalfWidth, type Rational } from '../../src/privacy/laws.ts';
import { toNumber } from '../../src/privacy/rational.ts';

/** The half-width around a sum of draws of discrete-Laplace noise of these scales. */
export function halfWidth(scales: readonly Rational[], level: Level): bigint {
  return noiseHalfWidth(
    scales.map((scale) => ({ name: 'discrete-laplace', scale })),
    level,
  );
}

/** The half-width around a sum of draws of discrete-Gaussian noise of these σ². */
export function gaussianHalfWidth(variances: readonly Rational[], level: Level): bigint {
  return noiseHalfWidth(
    variances.map((sigmaSquared) => ({ name: 'discrete-gaussian', sigmaSquared })),
    level,
  );
}

/**
 * The smallest w with P(|ΣX| > w) ≤ α by convolving the masses of all draws, for which `length` of them are enough: an oracle that shares
 * nothing with the code under test. A draw is the difference of two geometric numbers, and adding one is a recursion over the masses.
 */
export function convolvedWidth(scales: readonly Rational[], alpha: number, length: number): bigint {
  const masses = new Float64Array(length);
  masses[0] = 1;
  const filter = (q: number, from: number, step: 1 | -1): void => {
    let y = 0;
    for (let k = from; k >= 0 && k < length; k += step) {
      y = q * y + (masses[k] ?? 0);
      masses[k] = (1 - q) * y;
    }
  };
  const ratios = scales.map((scale) => Math.exp(-1 / toNumber(scale)));
  for (const q of ratios) {
    filter(q, 0, 1);
  }
  for (const q of ratios) {
    filter(q, length - 1, -1);
  }
  let [w, tail] = [length - 1, 0];
  while (w > 0 && 2 * (tail + (masses[w] ?? 0)) <= alpha) {
    tail += masses[w] ?? 0;
    w -= 1;
  }
  return BigInt(w);
}
