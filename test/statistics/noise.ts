import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { discreteLaplace } from '../../src/privacy/laplace/discrete-laplace.ts';
import { laplaceLaw, noiseSum, type Rational, rational } from '../../src/privacy/laws.ts';
import type { Noisy } from '../../src/statistics/index.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';

/** Real noise of one scale, with its law. */
export interface Source {
  /** `value` as it is released, with noise `by`. */
  at(value: number | bigint, by?: number | bigint): Noisy;
  /** `value` with a fresh draw of noise. */
  noisy(value: number | bigint): Noisy;
  pmf(k: number): number;
  /** Beyond this lies less than 10⁻⁹ of the noise. */
  readonly reach: number;
}

// The seed never changes: bounds stated as so many standard deviations are then met by every run or by none.
const bits = bitsFrom(seededEntropy('statistics'));

function source(scale: Rational): Source {
  const law = laplaceLaw(scale);
  const draw = discreteLaplace(scale, bits);
  const noise = noiseSum([{ name: 'discrete-laplace', scale }]);
  const widths = new Map<number, bigint>();
  const within = (alpha: number): bigint => {
    const w = widths.get(alpha) ?? noise.within(alpha);
    widths.set(alpha, w);
    return w;
  };
  const at = (value: number | bigint, by: number | bigint = 0): Noisy => ({
    ...noise,
    value: BigInt(value) + BigInt(by),
    within,
  });
  const reach = Math.ceil(21 * Number(scale.numerator)) / Number(scale.denominator) + 1;
  return { at, noisy: (value) => at(value, draw()), pmf: law.pmf, reach: Math.ceil(reach) };
}

/** Noise of scale b = over/under. */
export function laplace(over: number, under = 1): Source {
  return source(rational(BigInt(over), BigInt(under)));
}

/** What stands in for no noise where an estimator wants a number with noise: a scale so small that a draw is 0. */
export const still: Source = laplace(1, 1_000);

/** A number uniform on [0, 1), for samples of patients. */
export function uniform(): number {
  return bits.take(30) / 2 ** 30;
}

/** Σ of the masses of the draws (one per source) of which `holds` is true; sources' reaches bound the draws. */
export function massOf(sources: readonly Source[], holds: (draws: readonly number[]) => boolean): number {
  const draws: number[] = sources.map(() => 0);
  const walk = (at: number, mass: number): number => {
    const one = sources[at];
    if (one === undefined) {
      return holds(draws) ? mass : 0;
    }
    let sum = 0;
    for (let k = -one.reach; k <= one.reach; k += 1) {
      draws[at] = k;
      sum += walk(at + 1, mass * one.pmf(k));
    }
    return sum;
  };
  return walk(0, 1);
}
