import { assert, LIMITS } from '../base/index.ts';
import { floorDivide } from './rational.ts';

const DECIMALS = 9;
const NUMERAL = /^(0|[1-9]\d{0,12})(?:\.(\d{1,9}))?$/;

/**
 * Reads ε as a decimal string into nano-ε (10⁻⁹ ε), exactly: at most 13 digits before the point and 9 after it.
 * `undefined` for 0, signs, exponents, white space, leading zeros and further decimals: nothing is rounded.
 */
export function parseEpsilon(text: string): bigint | undefined {
  const nano = parseNano(text);
  return nano === 0n ? undefined : nano;
}

/** The shortest decimal string of an amount of nano-ε, 0 included. @throws AssertionFailure below 0. */
export function formatEpsilon(nano: bigint): string {
  assert(nano >= 0n, 'an amount of ε is not negative');
  const whole = nano / LIMITS.nanoEpsilonPerEpsilon;
  const rest = (nano % LIMITS.nanoEpsilonPerEpsilon).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  return rest === '' ? whole.toString() : `${whole}.${rest}`;
}

/** As `parseEpsilon`, in billionths of anything, with 0 allowed. */
export function parseNano(text: string): bigint | undefined {
  const [, whole, decimals = ''] = NUMERAL.exec(text) ?? [];
  return whole === undefined ? undefined : BigInt(whole + decimals.padEnd(DECIMALS, '0'));
}

/**
 * Shares `total` nano-ε by `weights`: ⌊total·weight/Σ weights⌋ each, and what is left goes to the first, so the shares
 * sum to the total exactly. `undefined` when a share would be 0.
 * @throws AssertionFailure without weights, for a weight below 1 or a total below 0.
 */
export function sharesByWeight(total: bigint, weights: readonly bigint[]): readonly bigint[] | undefined {
  assert(total >= 0n, 'an amount of ε is not negative');
  assert(
    weights.length >= 1 && weights.every((weight) => weight >= 1n),
    'each of the shares has a weight of at least 1',
  );
  const whole = sum(weights);
  const floors = weights.map((weight) => floorDivide(total * weight, whole));
  const left = total - sum(floors);
  const all = floors.map((share, at) => (at === 0 ? share + left : share));
  return all.some((share) => share === 0n) ? undefined : Object.freeze(all);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
