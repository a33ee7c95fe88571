import { noiseVarianceOf } from './linear-error.ts';
import { type Gram, type Moments, productOf, type Variable, weightsOf } from './moments.ts';

/** What least squares make of moments. */
export interface Fit {
  /** In steps, the constant first. */
  readonly coefficients: readonly number[];
  /** N − p. */
  readonly freedom: number;
  /** s², in squared steps of the outcome. */
  readonly residual: number;
  /** What the residual is made of: the outcome once, every other variable minus its coefficient. */
  readonly parts: readonly (readonly [variable: Variable, times: number])[];
}

/** Fits a field by the variables of `gram`; s² is not a number where N ≤ p. */
export function fitOf(moments: Moments, { variables, inverse }: Gram, outcome: number): Fit {
  const withOutcome = variables.map((one) => Number(productOf(moments, one, outcome).value));
  const coefficients = inverse.map((row) => dot(row, withOutcome));
  const freedom = Number(moments.number.value) - variables.length;
  const rss = Number(productOf(moments, outcome, outcome).value) - dot(coefficients, withOutcome);
  const parts = variables.map((variable, k): [Variable, number] => [variable, -(coefficients[k] ?? 0)]);
  const residual = freedom > 0 ? rss / freedom : Number.NaN;
  return { coefficients, freedom, residual, parts: [...parts, [outcome, 1]] };
}

/**
 * The degrees of freedom of s² = RSS/(N − p), at least 1: two over its relative variance, which is 2/(N − p) by sampling, and of the noise what
 * it moves s² by, to first order (RSS = Σ cᵢcⱼ·Σzᵢzⱼ over the parts). Without noise N − p. Satterthwaite 1946 (Biometrics Bulletin 2).
 */
export function freedomOf(moments: Moments, { parts, freedom, residual }: Fit): number {
  const weights = weightsOf(moments);
  for (const [one, times] of parts) {
    for (const [other, more] of parts) {
      weights.add(one, other, (times * more) / (freedom * residual));
    }
  }
  weights.add('one', 'one', -1 / freedom);
  return Math.max(1, 2 / (2 / freedom + noiseVarianceOf(weights.error(0))));
}

/** Σ of the products of two rows. */
export function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, k) => sum + value * (right[k] ?? 0), 0);
}
