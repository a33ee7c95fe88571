import { LIMITS } from '../base/index.ts';
import { type Rational, rational } from './rational.ts';
import type { PieceFacts } from './spine/tokens.ts';

/** What decides how wide noise is. */
export type NoiseFacts = Pick<PieceFacts, 'sensitivity' | 'nanoEpsilon'>;

/**
 * The exact scale b = Δ/ε = Δ·10⁹/nano-ε of discrete-Laplace noise, in grid units: the ε charged is the ε sampled.
 * Dwork, McSherry, Nissim, Smith 2006, for the two-sided geometric of Ghosh, Roughgarden, Sundararajan 2009.
 */
export function scaleOf({ sensitivity, nanoEpsilon }: NoiseFacts): Rational {
  return rational(sensitivity * LIMITS.nanoEpsilonPerEpsilon, nanoEpsilon);
}
