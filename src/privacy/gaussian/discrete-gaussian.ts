import { assert } from '../../base/index.ts';
import { type Bits, type ExponentialCoins, SMALL_MAX, smallCoins, withExponential } from '../laplace/coins.ts';
import { discreteLaplace } from '../laplace/discrete-laplace.ts';
import { type Rational, rational } from '../rational.ts';
import { lazyCoins } from './lazy-coins.ts';

/** The exponent γ = whole + rest/of, 0 ≤ rest < of, with which a proposal is kept. */
export interface Gamma<Integer extends number | bigint> {
  readonly whole: Integer;
  readonly rest: Integer;
  readonly of: Integer;
}

/** The exponent of each proposal; `undefined` where the integers are too small to hold it. */
export type Gammas<Integer extends number | bigint> = (proposal: bigint) => Gamma<Integer> | undefined;

/** Whether a proposal is kept; `undefined` where another way must decide. */
export type Keeps = (proposal: bigint) => boolean | undefined;

/**
 * A source of independent draws with P(X = x) ∝ e^{−x²/2σ²}, exactly, σ² being `variance`. Canonne, Kamath, Steinke 2020,
 * Algorithm 3; the argument stands in `gaussian.proof.md`. Not constant-time.
 * @throws AssertionFailure for a σ² that is not positive; each draw may throw SfumatoError `entropy-failed`.
 */
export function discreteGaussian(variance: Rational, bits: Bits): () => bigint {
  assert(variance.numerator >= 1n && variance.denominator >= 1n, 'a noise variance is positive');
  const propose = discreteLaplace(rational(proposalScale(variance), 1n), bits);
  const any = keeping(bigGammas(variance), withExponential(lazyCoins(bits)));
  const small = isSmallVariance(variance) ? keeping(smallGammas(variance), withExponential(smallCoins(bits))) : any;
  return () => {
    // Step E: attempts are alike and independent, so the first that is kept is distributed as any that is kept.
    for (;;) {
      const proposal = propose();
      if (small(proposal) ?? any(proposal)) {
        return proposal;
      }
    }
  };
}

/** t = ⌊σ⌋ + 1, the scale of the discrete-Laplace proposals. */
export function proposalScale({ numerator, denominator }: Rational): bigint {
  // Step B: any t ≥ 1 gives the right law; this one keeps proposals most often.
  return squareRoot(numerator / denominator) + 1n;
}

/** Keeps a proposal with probability e^{−γ}. */
export function keeping<Integer extends number | bigint>(
  gammas: Gammas<Integer>,
  coins: ExponentialCoins<Integer>,
): Keeps {
  return (proposal) => {
    const gamma = gammas(proposal);
    if (gamma === undefined) {
      return undefined;
    }
    // Step D: e^{−γ} is as many coins of e^{−1} as γ has wholes, and one of e^{−rest}; all must land.
    const { whole, rest, of } = gamma;
    for (let landed = 0; landed < whole; landed += 1) {
      if (!coins.exponential(of, of)) {
        return false;
      }
    }
    return coins.exponential(rest, of);
  };
}

/** Whether `smallGammas` holds the exponents of likely proposals. */
export function isSmallVariance(variance: Rational): boolean {
  return denominatorOf(variance) <= BigInt(SMALL_MAX);
}

/** γ = (|y| − σ²/t)²/2σ² = (|y|·t·d − n)²/(2·n·t²·d) for σ² = n/d, in small integers. */
export function smallGammas(variance: Rational): Gammas<number> {
  const [step, n] = [Number(proposalScale(variance) * variance.denominator), Number(variance.numerator)];
  const of = Number(denominatorOf(variance));
  return (proposal) => {
    // Step C: as long as the square is a safe integer all of this is exact, remainder and quotient too.
    const distance = Math.abs(Number(proposal)) * step - n;
    const square = distance * distance;
    if (!Number.isSafeInteger(square)) {
      return undefined;
    }
    const rest = square % of;
    return { whole: (square - rest) / of, rest, of };
  };
}

/** The same in integers of any size. */
export function bigGammas(variance: Rational): Gammas<bigint> {
  const [step, n] = [proposalScale(variance) * variance.denominator, variance.numerator];
  const of = denominatorOf(variance);
  return (proposal) => {
    // Step C: the same.
    const distance = (proposal < 0n ? -proposal : proposal) * step - n;
    const square = distance * distance;
    const whole = square / of;
    return { whole, rest: square - whole * of, of };
  };
}

function denominatorOf(variance: Rational): bigint {
  return 2n * variance.numerator * proposalScale(variance) ** 2n * variance.denominator;
}

/** ⌊√value⌋ for value ≥ 0, by Newton's method from above. */
export function squareRoot(value: bigint): bigint {
  if (value === 0n) {
    return 0n;
  }
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (let next = (root + value / root) / 2n; next < root; next = (root + value / root) / 2n) {
    root = next;
  }
  return root;
}
