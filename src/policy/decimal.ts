import { assert } from '../base/index.ts';

/** An exact decimal number: units · 10^−scale. */
interface ExactDecimal {
  readonly units: bigint;
  readonly scale: number;
}

/**
 * The number that was written, exactly: a double's shortest decimal form is what stood in the document
 * as long as that had at most 15 significant digits.
 * @throws AssertionFailure for a number that isn't finite.
 */
function exactly(x: number): ExactDecimal {
  assert(Number.isFinite(x), 'only finite numbers lie on a grid');
  const [mantissa = '', exponent = '0'] = String(x).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** x/step as an exact fraction; `step` must be positive. */
export function quotient(x: number, step: number): { readonly numerator: bigint; readonly denominator: bigint } {
  const above = exactly(x);
  const below = exactly(step);
  assert(below.units > 0n, 'the step of a grid is positive');
  const scale = Math.max(above.scale, below.scale);
  return {
    numerator: above.units * 10n ** BigInt(scale - above.scale),
    denominator: below.units * 10n ** BigInt(scale - below.scale),
  };
}

/** ⌊x/step⌋, exactly. */
export function floorQuotient(x: number, step: number): bigint {
  const { numerator, denominator } = quotient(x, step);
  const truncated = numerator / denominator;
  return numerator < 0n && truncated * denominator !== numerator ? truncated - 1n : truncated;
}

/** ⌈x/step⌉, exactly. */
export function ceilQuotient(x: number, step: number): bigint {
  return -floorQuotient(-x, step);
}

/** x/step when that is an integer, else `undefined`; exactly. */
export function integerQuotient(x: number, step: number): bigint | undefined {
  const { numerator, denominator } = quotient(x, step);
  return numerator % denominator === 0n ? numerator / denominator : undefined;
}
