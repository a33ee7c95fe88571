import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rhoWithin } from '../../src/privacy/accountant/cap.ts';
import { deltaOf, epsilonOf } from '../../src/privacy/accountant/concentrated.ts';
import { parseEpsilon } from '../../src/privacy/epsilon.ts';

/** The largest ρ by Proposition 7 at the best of all orders: mpmath 1.3 with 40 digits; of ε 1 at δ 10⁻⁶ OpenDP has .02435597036, too. */
const LARGEST: readonly (readonly [digits: bigint, epsilon: string, rho: number])[] = [
  [4n, '0.001', 3.48959790128e-7],
  [4n, '0.1', 0.000648211165053],
  [4n, '0.5', 0.0116800701288],
  [4n, '1', 0.0406327493929],
  [4n, '3', 0.283225151309],
  [4n, '10', 2.11714882578],
  [4n, '100', 56.4785077653],
  [6n, '0.001', 6.5493061789e-8],
  [6n, '0.1', 0.000321047690346],
  [6n, '0.5', 0.00664152435666],
  [6n, '1', 0.0243559703595],
  [6n, '3', 0.185069840653],
  [6n, '10', 1.53927876387],
  [6n, '100', 49.5457627994],
  [9n, '0.001', 2.54719769821e-8],
  [9n, '0.5', 0.00395319114122],
  [9n, '10', 1.0907857044],
  [15n, '0.001', 1.09645064426e-8],
  [15n, '0.5', 0.00215329313875],
  [15n, '10', 0.687257543548],
  [15n, '100', 33.424413507],
];

const DIGITS = fc.bigInt({ min: 4n, max: 15n });
const numberOf = (attoRho: bigint): number => Number(attoRho) / 1e18;

describe('a cap in ρ', () => {
  it.each(LARGEST)('of 10^−%s and ε %s is at most %f, and hardly below it', (digits, epsilon, largest) => {
    const rho = numberOf(rhoWithin(parseEpsilon(epsilon) ?? -1n, digits));
    expect(rho).toBeLessThanOrEqual(largest);
    expect(rho).toBeGreaterThan(largest * 0.9988);
  });

  it('is never more than the granted (ε, δ) allows, and never less than Proposition 1.3 does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 9_999n * 10n ** 9n }), DIGITS, (nano, digits) => {
        const attoRho = rhoWithin(nano, digits);
        const [epsilon, delta] = [Number(nano) / 1e9, 10 ** -Number(digits)];
        // Both statements are floating-point numbers, a relative 10⁻¹² too high.
        expect(deltaOf({ attoRho }, epsilon)).toBeLessThanOrEqual(delta * (1 + 1e-9));
        expect(epsilonOf({ attoRho }, delta)).toBeLessThanOrEqual(epsilon * (1 + 1e-11) + 1e-18);
        const logarithm = Number(digits) * Math.LN10;
        const simple = epsilon ** 2 / (epsilon + 2 * logarithm + 2 * Math.sqrt(logarithm * (logarithm + epsilon)));
        expect(numberOf(attoRho)).toBeGreaterThanOrEqual(simple * (1 - 1e-9) - 2e-18);
      }),
      { numRuns: 300 },
    );
  });

  it('rises with ε, and is nothing where nothing is granted', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        fc.bigInt({ min: 0n, max: 10n ** 10n }),
        DIGITS,
        (nano, more, digits) => {
          expect(rhoWithin(nano + more, digits)).toBeGreaterThanOrEqual(rhoWithin(nano, digits));
        },
      ),
    );
    expect(rhoWithin(0n, 4n)).toBe(0n);
    expect(() => rhoWithin(-1n, 4n)).toThrow('a cap is not negative');
  });
});
