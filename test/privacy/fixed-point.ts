// Integer arithmetic with 80 decimals, as an oracle that shares nothing with the code under test.

/** 1, in units of 10⁻⁸⁰. */
export const ONE = 10n ** 80n;

/** What sums of rounded terms may be off by: far more than rounding can make, and only 10⁻⁶⁸. */
export const SLACK = 10n ** 12n;

const known = new Map<string, bigint>();

/** e^{−numerator/denominator}, well within `SLACK`: its Taylor series, halved down and squared up. */
export function expMinus(numerator: bigint, denominator: bigint): bigint {
  const key = `${numerator}/${denominator}`;
  const value = known.get(key) ?? computeExpMinus(numerator, denominator);
  known.set(key, value);
  return value;
}

function computeExpMinus(numerator: bigint, denominator: bigint): bigint {
  let halvings = 0n;
  while (numerator >= denominator * (1n << halvings)) {
    halvings += 1n;
  }
  const x = (numerator * ONE) / (denominator << halvings);
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k += 1n) {
    term = (-term * x) / (k * ONE);
    sum += term;
  }
  for (let left = halvings; left > 0n; left -= 1n) {
    sum = (sum * sum) / ONE;
  }
  return sum;
}

/** The nearest double. */
export function toDouble(fixed: bigint): number {
  return Number(fixed / 10n ** 50n) / 1e30;
}
