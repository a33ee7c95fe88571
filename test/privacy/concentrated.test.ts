import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { ATTO_RHO_PER_RHO, deltaOf, epsilonOf, rhoOfPure } from '../../src/privacy/accountant/concentrated.ts';

function rho(value: number): { attoRho: bigint } {
  return { attoRho: BigInt(Math.round(value * 1e18)) };
}

describe('the price of a pure ε in zCDP', () => {
  it('is ⌈ε²/2⌉ in whole units, never less', () => {
    expect(rhoOfPure(1_000_000_000n)).toBe(ATTO_RHO_PER_RHO / 2n);
    expect(rhoOfPure(1n)).toBe(1n);
    expect(rhoOfPure(3n)).toBe(5n);
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 9n * 10n ** 12n }), (nano) => {
        const atto = rhoOfPure(nano);
        expect(2n * atto >= nano * nano && 2n * (atto - 1n) < nano * nano).toBe(true);
      }),
    );
    expect(() => rhoOfPure(0n)).toThrow(AssertionFailure);
  });
});

describe('what zCDP says in ε and δ', () => {
  it.each([
    // OpenDP's tests of cdp_delta.
    [0.05, 0.25, 8.17727531036956e-2],
    [0.5, 0, 0.5588356393474351],
    [1 / 32, 0, 0.1508457845622862],
  ])('is for ρ = %s and ε = %s the reference δ', (value, epsilon, delta) => {
    expect(deltaOf(rho(value), epsilon) / delta).toBeCloseTo(1, 9);
  });

  it.each([
    // The first from OpenDP's tests, the others computed apart with 30 digits.
    [1 / 32, 1e-3, 0.6880024554878085],
    [0.1, 1e-6, 2.141938928],
    [0.5, 1e-6, 5.221534445],
    [1, 1e-6, 7.766216625],
    [0.02435597036, 1e-6, 1],
  ])('is for ρ = %s and δ = %s the reference ε', (value, delta, epsilon) => {
    expect(epsilonOf(rho(value), delta) / epsilon).toBeCloseTo(1, 8);
  });

  it('is never less than it is: the δ of the ε is at most what was asked, and a smaller ε has more', () => {
    const losses = fc.tuple(fc.double({ min: 1e-6, max: 5, noNaN: true }), fc.integer({ min: 2, max: 12 }));
    fc.assert(
      fc.property(losses, ([value, digits]) => {
        const epsilon = epsilonOf(rho(value), 10 ** -digits);
        expect(deltaOf(rho(value), epsilon)).toBeLessThanOrEqual(10 ** -digits * (1 + 1e-12));
        fc.pre(epsilon > 1e-3);
        expect(deltaOf(rho(value), 0.999 * epsilon)).toBeGreaterThan(10 ** -digits);
      }),
    );
  });

  it('is nothing for no loss, and is never given for what is none', () => {
    expect(deltaOf(rho(0), 0)).toBe(0);
    expect(epsilonOf(rho(0), 1e-6)).toBe(0);
    expect(epsilonOf(rho(1e-12), 0.5)).toBe(0);
    expect(() => deltaOf({ attoRho: -1n }, 1)).toThrow(AssertionFailure);
    expect(() => deltaOf(rho(1), -1)).toThrow(AssertionFailure);
    expect(() => epsilonOf(rho(1), 0)).toThrow(AssertionFailure);
    expect(() => epsilonOf(rho(1), 1)).toThrow(AssertionFailure);
  });

  it('shows that few small losses are better added up as they are, and many are not', () => {
    // k questions of ε = 0.1 at δ = 10⁻⁶: 10 of them 1.472 by zCDP, above their sum of 1; 100 of them 5.222, below 10.
    const of = (count: bigint): number => epsilonOf({ attoRho: count * rhoOfPure(100_000_000n) }, 1e-6);
    expect(of(10n)).toBeCloseTo(1.472, 3);
    expect(of(100n)).toBeCloseTo(5.222, 3);
  });
});
