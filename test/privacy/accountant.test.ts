import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
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

  it('caps by the granted (ε, δ): 1.539… at ε 10 and δ 10⁻⁶', () => {
    expect(ZCDP.capOf(10_000_000_000n)).toEqual([1_539_159_826_934_263_231n, 0n]);
    expect(ZCDP.capOf(0n)).toEqual([0n, 0n]);
    // As docs/statistics.md says: questions of ε 1, 0.5, 0.1 and 0.05 in one cell.
    const paid = [1_000n, 500n, 100n, 50n].map((milli) => {
      return howOftenPaid(ZCDP.capOf(10_000_000_000n), ZCDP.costOfPure(milli * 1_000_000n));
    });
    expect(paid).toEqual([3n, 12n, 307n, 1231n]);
  });

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
