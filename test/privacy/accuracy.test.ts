import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, LIMITS } from '../../src/base/index.ts';
import { scaleOf } from '../../src/privacy/index.ts';
import { epsilonForHalfWidth } from '../../src/privacy/laws.ts';
import { halfWidth } from './widths.ts';

describe('asking by accuracy', () => {
  // Solutions of 2e^{−ε(a+1)}/(1 + e^{−ε}) = 0.05, rounded up to nano-ε; the leading digits come from another solver.
  it.each([
    [1, '1.765465'],
    [5, '0.538174'],
    [10, '0.284349'],
    [25, '0.117412'],
    [100, '0.029807'],
  ])('±%s in 95 of 100 costs ε = %s…', (halfWidthWanted, epsilon) => {
    const nano = epsilonForHalfWidth({ halfWidth: halfWidthWanted, confidence: '0.95', sensitivity: 1n });
    expect(Number(nano) / 1e9).toBeCloseTo(Number(epsilon), 6);
  });

  it('always gives the smallest cost that is accurate enough, and its interval is never wider than asked', () => {
    const wanted = fc.record({
      halfWidth: fc.integer({ min: 0, max: 1_000_000 }),
      confidence: fc.constantFrom('0.5', '0.9', '0.95', '0.99', '0.999999999'),
      sensitivity: fc.bigInt({ min: 1n, max: 10_000n }),
    });
    fc.assert(
      fc.property(wanted, (one) => {
        const nano = epsilonForHalfWidth(one);
        fc.pre(nano !== undefined);
        const widthAt = (nanoEpsilon: bigint): bigint =>
          halfWidth([scaleOf({ sensitivity: one.sensitivity, nanoEpsilon })], { confidence: one.confidence });
        expect(widthAt(nano) <= BigInt(one.halfWidth)).toBe(true);
        expect(nano === LIMITS.nanoEpsilonMin || widthAt(nano - 1n) > BigInt(one.halfWidth)).toBe(true);
      }),
    );
  });

  it('grows with the sensitivity, in proportion where noise is wide', () => {
    const of = (sensitivity: bigint): number =>
      Number(epsilonForHalfWidth({ halfWidth: 100_000n, confidence: '0.95', sensitivity }));
    expect(of(1_000n) / of(100n)).toBeCloseTo(10, 1);
  });

  it('never leaves the bounds of ε: the smallest when it is enough, nothing when the largest is not', () => {
    const wanted = { halfWidth: 10, confidence: '0.95', sensitivity: 1n };
    expect(epsilonForHalfWidth({ ...wanted, min: 500_000_000n })).toBe(500_000_000n);
    expect(epsilonForHalfWidth({ ...wanted, max: 100_000_000n })).toBeUndefined();
    expect(epsilonForHalfWidth({ ...wanted, halfWidth: 1_000_000 })).toBe(LIMITS.nanoEpsilonMin);
  });

  it('never takes what makes no sense', () => {
    const wanted = { halfWidth: 10, confidence: '0.95', sensitivity: 1n };
    const wrong = [
      { halfWidth: -1 },
      { halfWidth: 1.5 },
      { sensitivity: 0n },
      { min: 0n },
      { min: 2n, max: 1n },
      { confidence: '1' },
    ];
    for (const part of wrong) {
      expect(() => epsilonForHalfWidth({ ...wanted, ...part })).toThrow(AssertionFailure);
    }
  });
});
