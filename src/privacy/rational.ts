import { assert } from '../base/index.ts';

/** An exact fraction in lowest terms; the denominator is at least 1. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The fraction `numerator`/`denominator` in lowest terms. @throws AssertionFailure for a denominator of 0. */
export function rational(numerator: bigint, denominator: bigint): Rational {
  assert(denominator !== 0n, 'a fraction has a denominator that is not zero');
  const common = gcd(numerator, denominator);
  const signed = denominator < 0n ? -common : common;
  return Object.freeze({ numerator: numerator / signed, denominator: denominator / signed });
}

/** A fraction as it travels, of two decimal integers, as it stands. @throws SyntaxError for other text. */
export function fractionOf({ numerator, denominator }: Readonly<Record<keyof Rational, string>>): Rational {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

/** The greatest common divisor of two integers, never negative; gcd(0, 0) is 0. Euclid, Elements VII.2. */
export function gcd(left: bigint, right: bigint): bigint {
  let larger = magnitude(left);
  let smaller = magnitude(right);
  while (smaller > 0n) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger;
}

/** ⌊dividend/divisor⌋, for caps and shares. @throws AssertionFailure for a divisor below 1. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  assert(divisor >= 1n, 'a divisor is at least 1');
  // BigInt division rounds towards zero, so a negative remainder is one step too high.
  return dividend / divisor - (dividend % divisor < 0n ? 1n : 0n);
}

/** ⌈dividend/divisor⌉, for costs. @throws AssertionFailure for a divisor below 1. */
export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return -floorDivide(-dividend, divisor);
}

/** The double near a fraction, within 3 units in its last place; for laws and display, never for noise. */
export function toNumber({ numerator, denominator }: Rational): number {
  return Number(numerator) / Number(denominator);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
