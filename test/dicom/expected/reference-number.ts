// Numbers as exact fractions, from the text that spells them; for the reference of `reference.ts` alone.

/** numerator / denominator, the denominator above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const BINARY = ['FL', 'FD', 'US', 'SS', 'UL', 'SL', 'SV', 'UV'];

/** The number that an element's first value spells; `undefined` for anything that isn't a number from end to end. */
export function spelled(vr: string, text: string): Fraction | undefined {
  // A binary number is named by the shortest decimal that means it, of which dcmdump prints more digits.
  const shortest = (digits: string) => String(vr === 'FL' ? Math.fround(Number(digits)) : Number(digits));
  return fraction(BINARY.includes(vr) ? shortest(text) : text);
}

/** The fraction that a decimal spells: sign, digits with a point anywhere, and a power of ten. */
export function fraction(decimal: string): Fraction | undefined {
  const [, sign, whole = '', part = '', power = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(decimal) ?? [];
  if (sign === undefined || whole + part === '') {
    return undefined;
  }
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${part}`);
  const exponent = Number(power) - part.length;
  return exponent >= 0
    ? { numerator: digits * 10n ** BigInt(exponent), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-exponent) };
}

/** The sign of a − b. */
export function compared(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A number over a count of units. */
export function divided(number: Fraction, units: bigint): Fraction {
  return { numerator: number.numerator, denominator: number.denominator * units };
}

/** The whole number nearest to number / step; halfway goes up. */
export function steps(number: Fraction, step: Fraction): number {
  const numerator = 2n * number.numerator * step.denominator + number.denominator * step.numerator;
  const denominator = 2n * number.denominator * step.numerator;
  const towardsZero = numerator / denominator;
  return Number(numerator < 0n && towardsZero * denominator !== numerator ? towardsZero - 1n : towardsZero);
}
