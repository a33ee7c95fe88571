import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { epsilonOf } from '../../src/privacy/accountant/concentrated.ts';
import {
  accountantOf,
  addLosses,
  formatRho,
  howOftenPaid,
  isLossWithin,
  isNoLoss,
  lawOf,
  multiplyLoss,
  PURE,
  remainingLoss,
  sigmaSquaredOf,
  statedEpsilon,
} from '../../src/privacy/index.ts';

const ZCDP = accountantOf({ kind: 'zcdp', delta: '0.000001' });
const piece = (nanoEpsilon: bigint) => ({ nanoEpsilon });

describe('a loss', () => {
  it('is paid in all of its components or in none', () => {
    expect(isLossWithin([3n, 0n], [3n, 0n])).toBe(true);
    expect(isLossWithin([3n, 1n], [4n, 0n])).toBe(false);
    expect(isLossWithin([5n, 0n], [4n, 9n])).toBe(false);
    expect(remainingLoss([5n, 1n], [2n, 4n])).toEqual([3n, 0n]);
    expect(addLosses([1n, 2n], multiplyLoss([1n, 0n], 3n))).toEqual([4n, 2n]);
    expect(isNoLoss([0n, 0n])).toBe(true);
    expect(howOftenPaid([10n, 7n], [3n, 2n])).toBe(3n);
    expect(howOftenPaid([10n, 0n], [3n, 0n])).toBe(3n);
    expect(() => howOftenPaid([1n], [0n])).toThrow(AssertionFailure);
  });

  it('of one accountant is never held against one of another', () => {
    expect(() => isLossWithin([1n], [1n, 1n])).toThrow(AssertionFailure);
    expect(() => addLosses([1n, 1n], [1n])).toThrow(AssertionFailure);
  });
});

describe('pure ε', () => {
  it('adds shares up, and never counts Gaussian noise', () => {
    expect(PURE.costOf({ name: 'discrete-laplace', pieces: [piece(3n), piece(4n)] })).toEqual([7n]);
    expect(PURE.capOf(9n)).toEqual([9n]);
    expect(() => PURE.costOf({ name: 'discrete-gaussian', pieces: [piece(3n)] })).toThrow(AssertionFailure);
  });
});

describe('zCDP', () => {
  it('charges ⌈ε²/2⌉ a share, so that several shares cost less than their sum would', () => {
    const cost = ZCDP.costOf({ name: 'discrete-gaussian', pieces: [piece(500_000_000n), piece(3n)] });
    expect(cost).toEqual([125_000_000_000_000_005n, 0n]);
    expect(ZCDP.costOfPure(1_000_000_000n)).toEqual([5n * 10n ** 17n, 0n]);
  });

  it('samples the very ρ that it charges: 2ρσ² = Δ₂², without a remainder', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 9n * 10n ** 12n }),
        (squared, nano) => {
          const { numerator, denominator } = sigmaSquaredOf({ sensitivitySquared: squared, nanoEpsilon: nano });
          const [rho = 0n] = ZCDP.costOf({ name: 'discrete-gaussian', pieces: [piece(nano)] });
          expect(2n * rho * numerator).toBe(squared * denominator * 10n ** 18n);
        },
      ),
    );
    expect(lawOf('discrete-gaussian', { sensitivity: 3n, sensitivitySquared: 3n, nanoEpsilon: 500_000_000n })).toEqual({
      name: 'discrete-gaussian',
      sigmaSquared: { numerator: 12n, denominator: 1n },
    });
  });

  it('never caps above what the granted (ε, δ) allows, and hardly below what Proposition 1.3 does', () => {
    for (const [delta, digits] of [
      ['0.0001', 4],
      ['0.000001', 6],
      ['0.000000000000001', 15],
    ] as const) {
      const { capOf } = accountantOf({ kind: 'zcdp', delta });
      fc.assert(
        fc.property(fc.bigInt({ min: 1_000_000n, max: 100n * 10n ** 9n }), (nano) => {
          const [atto = 0n] = capOf(nano);
          const [epsilon, rho] = [Number(nano) / 1e9, Number(atto) / 1e18];
          const logarithm = digits * Math.LN10;
          expect(rho + 2 * Math.sqrt(rho * logarithm)).toBeLessThanOrEqual(epsilon * (1 + 1e-14));
          const more = rho * (1 + 1e-8) + 1e-17;
          expect(more + 2 * Math.sqrt(more * logarithm)).toBeGreaterThan(epsilon);
          // The statement of what was granted holds by the tighter conversion too.
          expect(epsilonOf({ attoRho: atto }, 10 ** -digits)).toBeLessThanOrEqual(epsilon);
        }),
        { numRuns: 50 },
      );
      expect(capOf(0n)).toEqual([0n, 0n]);
    }
  });

  it.each([
    ['0.000001', 10n, 12.1],
    ['0.000001', 0n, 33.1],
    ['0.0001', 10n, 14.2],
    ['0.0001', 0n, 43.4],
  ])(
    'caps below what the stated conversion allows, at δ %s and ε %i or 0.5, by %f percent',
    (delta, epsilon, below) => {
      const granted = epsilon === 0n ? 500_000_000n : epsilon * 1_000_000_000n;
      const [cap = 0n] = accountantOf({ kind: 'zcdp', delta }).capOf(granted);
      const allowed = (missing: number): number =>
        epsilonOf({ attoRho: BigInt(Math.round(Number(cap) / (1 - missing / 100))) }, Number(delta));
      expect(allowed(below - 0.1)).toBeLessThan(Number(granted) / 1e9);
      expect(allowed(below + 0.1)).toBeGreaterThan(Number(granted) / 1e9);
    },
  );

  it('is declared with a δ that is a power of ten', () => {
    for (const delta of ['0.000002', '1e-6', '0.001', '0.0000000000000001', '0', '1', '']) {
      expect(() => accountantOf({ kind: 'zcdp', delta })).toThrow(AssertionFailure);
    }
  });

  it('is stated exactly in ρ, and rounded up in ε', () => {
    expect(formatRho(125_000_000_000_000_005n)).toBe('0.125000000000000005');
    expect(formatRho(3n * 10n ** 18n)).toBe('3');
    expect(formatRho(0n)).toBe('0');
    // 7.766216625 at ρ = 1, δ = 10⁻⁶.
    expect(statedEpsilon(10n ** 18n, '0.000001')).toBe('7.767');
  });
});
