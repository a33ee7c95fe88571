import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { ceilDivide, floorDivide, gcd, rational, toNumber } from '../../src/privacy/rational.ts';

// A biased sampler came out of a wrong big-number division in a well-proved library (opendp issue 2638), hence these.

const any = fc.oneof(fc.bigInt({ min: -(2n ** 400n), max: 2n ** 400n }), fc.bigInt({ min: -40n, max: 40n }));
const positive = fc.oneof(fc.bigInt({ min: 1n, max: 2n ** 400n }), fc.bigInt({ min: 1n, max: 40n }));

/** Stein's binary algorithm: shares no division with the code under test. */
function binaryGcd(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  if (a === 0n || b === 0n) {
    return a + b;
  }
  let twos = 0n;
  while (((a | b) & 1n) === 0n) {
    [a, b, twos] = [a >> 1n, b >> 1n, twos + 1n];
  }
  while (b !== 0n) {
    while ((b & 1n) === 0n) {
      b >>= 1n;
    }
    while ((a & 1n) === 0n) {
      a >>= 1n;
    }
    [a, b] = a > b ? [b, a - b] : [a, b - a];
  }
  return a << twos;
}

describe('gcd', () => {
  it('is always what an algorithm without division finds', () => {
    fc.assert(fc.property(any, any, (a, b) => gcd(a, b) === binaryGcd(a, b)));
  });

  it('divides both, and leaves nothing in common', () => {
    fc.assert(
      fc.property(any, positive, (a, b) => {
        const common = gcd(a, b);
        expect([a % common, b % common]).toEqual([0n, 0n]);
        expect(gcd(a / common, b / common)).toBe(1n);
      }),
    );
  });

  it('takes out a common factor whole', () => {
    fc.assert(fc.property(any, any, positive, (a, b, k) => gcd(a * k, b * k) === gcd(a, b) * k));
  });

  it('survives its worst case, neighbouring Fibonacci numbers', () => {
    let [a, b] = [1n, 1n];
    for (let n = 0; n < 1_000; n += 1) {
      [a, b] = [b, a + b];
    }
    expect(gcd(b, a)).toBe(1n);
    expect(gcd(b * 77n, a * 77n)).toBe(77n);
  });
});

describe('division', () => {
  it('always leaves a remainder from 0 to the divisor, below it for floors and above it for ceilings', () => {
    fc.assert(
      fc.property(any, positive, (dividend, divisor) => {
        const left = dividend - floorDivide(dividend, divisor) * divisor;
        const over = ceilDivide(dividend, divisor) * divisor - dividend;
        expect(left >= 0n && left < divisor).toBe(true);
        expect(over >= 0n && over < divisor).toBe(true);
      }),
    );
  });

  it('is exact on multiples', () => {
    fc.assert(fc.property(any, positive, (a, b) => floorDivide(a * b, b) === a && ceilDivide(a * b, b) === a));
  });

  it('never takes a divisor below 1', () => {
    for (const divisor of [0n, -1n]) {
      expect(() => floorDivide(1n, divisor)).toThrow(AssertionFailure);
      expect(() => ceilDivide(1n, divisor)).toThrow(AssertionFailure);
    }
  });
});

describe('a fraction', () => {
  it('keeps its value, in lowest terms, over a positive denominator', () => {
    fc.assert(
      fc.property(
        any,
        any.filter((value) => value !== 0n),
        (over, under) => {
          const { numerator, denominator } = rational(over, under);
          expect(numerator * under).toBe(over * denominator);
          expect(denominator >= 1n && gcd(numerator, denominator) === 1n).toBe(true);
        },
      ),
    );
  });

  it('has one form', () => {
    fc.assert(
      fc.property(any, positive, positive, (a, b, k) => {
        expect(rational(a * k, b * k)).toEqual(rational(a, b));
        expect(rational(-a, -b)).toEqual(rational(a, b));
      }),
    );
  });

  it('is frozen and never has a denominator of zero', () => {
    expect(Object.isFrozen(rational(1n, 2n))).toBe(true);
    expect(() => rational(1n, 0n)).toThrow(AssertionFailure);
  });

  it('becomes the double next to it', () => {
    expect(toNumber(rational(1n, 3n))).toBe(1 / 3);
    expect(toNumber(rational(2n ** 80n + 1n, 2n ** 80n))).toBe(1);
  });
});
