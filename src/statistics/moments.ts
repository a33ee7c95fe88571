import { assert } from '../base/index.ts';
import { notEstimable } from './estimate.ts';
import { type Grid, middleOf } from './grid.ts';
import type { LinearError } from './linear-error.ts';
import { inverseOf, type Matrix } from './matrix.ts';
import type { Noisy } from './noisy.ts';

/** Released moments of up to six fields over the patients that have a value of each: z counts steps from a field's middle. */
export interface Moments {
  readonly number: Noisy;
  /** Σ z of each field. */
  readonly sums: readonly Noisy[];
  /** Σ z² of each field. */
  readonly squares: readonly Noisy[];
  /** Σ zᵢ·zⱼ by `pairKey(i, j)`, i < j. */
  readonly products: ReadonlyMap<string, Noisy>;
  readonly grids: readonly Grid[];
}

/** The key of a product of two fields, in either order. */
export function pairKey(one: number, other: number): string {
  return one < other ? `${one},${other}` : `${other},${one}`;
}

/** A field, or the constant 1. */
export type Variable = number | 'one';

/** Σ of the product of two variables, as released. @throws AssertionFailure when it is not among the moments. */
export function productOf(moments: Moments, one: Variable, other: Variable): Noisy {
  const found = findProduct(moments, one, other);
  assert(found !== undefined, 'the product of every two fields is among the moments');
  return found;
}

function findProduct({ number, sums, squares, products }: Moments, one: Variable, other: Variable): Noisy | undefined {
  if (one === 'one') {
    return other === 'one' ? number : sums[other];
  }
  return other === 'one' ? sums[one] : one === other ? squares[one] : products.get(pairKey(one, other));
}

/** L/u + m of a field, the step from which z counts. @throws AssertionFailure for a field that isn't there. */
export function fieldOf({ grids }: Moments, field: number): { readonly middle: number; readonly step: number } {
  const grid = grids[field];
  assert(grid !== undefined, 'a field of the moments is one of theirs');
  return { middle: Number(middleOf(grid)), step: grid.step };
}

/** The matrix of products of some variables, and its inverse. */
export interface Gram {
  readonly variables: readonly Variable[];
  readonly matrix: Matrix;
  readonly inverse: Matrix;
}

/** How far noise may move the matrix against itself, as a root mean square, for first order to be good enough. */
const NOISE_MAX = 0.25;

/** The answer where the noise hides what the fields have to do with each other. */
export const TOO_NOISY = notEstimable('The noise is too wide for the fields’ products.');

/**
 * The matrix G of products. `undefined` when it isn't positive definite or noise E is wide beside it: with G = LLᵀ, when the root
 * mean square of ‖L⁻¹EL⁻ᵀ‖ (Frobenius) is above 1/4. That measure doesn't change when fields are shifted or scaled.
 */
export function gramOf(moments: Moments, variables: readonly Variable[]): Gram | undefined {
  const matrix = variables.map((one) => variables.map((other) => Number(productOf(moments, one, other).value)));
  const inverse = inverseOf(matrix);
  if (inverse === undefined) {
    return undefined;
  }
  return noiseBeside(moments, variables, inverse) <= NOISE_MAX ? { variables, matrix, inverse } : undefined;
}

/** The root mean square of ‖L⁻¹EL⁻ᵀ‖, from the inverse of G. */
function noiseBeside(moments: Moments, variables: readonly Variable[], inverse: Matrix): number {
  let noise = 0;
  variables.forEach((one, i) => {
    variables.slice(0, i + 1).forEach((other, k) => {
      const [ii, kk, ik] = [at(inverse, i, i), at(inverse, k, k), at(inverse, i, k)];
      noise += productOf(moments, one, other).variance * (i === k ? ii * ii : 2 * (ii * kk + ik * ik));
    });
  });
  return Math.sqrt(noise);
}

/**
 * Whether noise is more than half as wide beside these variables as it may be. Where it hides the true ones nearly always, hardly any release
 * that is given has less: those are the ones in which noise has carried the spread up.
 */
export function isNearlyHidden(moments: Moments, variables: readonly Variable[]): boolean {
  const gram = gramOf(moments, variables);
  return gram !== undefined && noiseBeside(moments, variables, gram.inverse) > NOISE_MAX / 2;
}

/** An element of a matrix. */
export function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? Number.NaN;
}

/** How much each released moment counts in an estimate, to first order. */
export interface Weights {
  /** Counts Σ of the product of two variables `weight` times more. */
  add(one: Variable, other: Variable, weight: number): void;
  /** What noise and sampling together may be off by. */
  error(samplingVariance: number): LinearError;
}

/** No weights yet. */
export function weightsOf(moments: Moments): Weights {
  const weights = new Map<Noisy, number>();
  return Object.freeze({
    add(one: Variable, other: Variable, weight: number) {
      const noise = productOf(moments, one, other);
      weights.set(noise, (weights.get(noise) ?? 0) + weight);
    },
    error: (samplingVariance: number) => ({
      terms: [...weights].map(([noise, weight]) => ({ weight, noise })),
      samplingVariance,
    }),
  });
}
