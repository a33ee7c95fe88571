import { assert } from '../../base/index.ts';
import type { MetaAnalysis } from './meta-analysis.ts';
import { chiSquareTailOf } from './tails.ts';

/** Whether subgroups differ: Cochran's Q over their estimates. */
export interface Between {
  readonly Q: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Q = Σ w(θ̂ − θ̄)² over the subgroups' own estimates θ̂, w = 1/se², θ̄ = Σwθ̂/Σw; χ² with one degree of freedom less than there are
 * subgroups, which must be of different patients or at least of independent noise. Borenstein et al. 2009 (Introduction to
 * Meta-Analysis), ch. 19.
 * @throws AssertionFailure for fewer than two subgroups, or a standard error of 0.
 */
export function betweenOf(subgroups: readonly Pick<MetaAnalysis, 'estimate' | 'se'>[]): Between {
  assert(subgroups.length >= 2, 'one subgroup differs from nothing');
  assert(
    subgroups.every(({ se }) => se > 0),
    'a standard error of 0 weighs without bound',
  );
  const weights = subgroups.map(({ se }) => 1 / (se * se));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = subgroups.reduce((sum, { estimate }, at) => sum + (weights[at] ?? 0) * estimate, 0) / total;
  const Q = subgroups.reduce((sum, { estimate }, at) => sum + (weights[at] ?? 0) * (estimate - mean) ** 2, 0);
  const df = subgroups.length - 1;
  return { Q, df, p: chiSquareTailOf(df, Q) };
}
