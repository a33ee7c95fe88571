import { assert, LIMITS } from '../../base/index.ts';
import { parseNano } from '../epsilon.ts';
import { type Rational, rational, toNumber } from '../rational.ts';

/** How often an interval may miss: α itself, or the confidence 1 − α; decimal strings have at most 9 decimals. */
export type Level = { readonly confidence: string } | { readonly alpha: string | number | Rational };

const ALPHA_MIN = 1e-12; // far below any interval that means something; the error bounds of the laws start from it

/**
 * The α of a level, as the nearest double; what computes with it leaves room for its rounding.
 * @throws AssertionFailure when the level isn't such a decimal, or α doesn't lie in [10⁻¹², 1).
 */
export function alphaOf(level: Level): number {
  const value = 'confidence' in level ? toNumber(complement(decimal(level.confidence))) : nearest(level.alpha);
  assert(value >= ALPHA_MIN && value < 1, 'α lies between 10⁻¹² and 1');
  return value;
}

function nearest(alpha: string | number | Rational): number {
  return typeof alpha === 'number' ? alpha : toNumber(typeof alpha === 'string' ? decimal(alpha) : alpha);
}

function decimal(text: string): Rational {
  const nano = parseNano(text);
  assert(nano !== undefined, 'a level is a decimal string of at most 9 decimals');
  return rational(nano, LIMITS.nanoEpsilonPerEpsilon);
}

function complement({ numerator, denominator }: Rational): Rational {
  return rational(denominator - numerator, denominator);
}
