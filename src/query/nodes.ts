import type { Reduction } from '../contract/index.ts';
import type { Dimension, Measure } from '../policy/index.ts';

// The frozen nodes of a question that was read against a policy. Every node holds codes and steps, as rows do.

/** A boolean expression over leaves. */
export type Logic<Leaf> =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Logic<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Logic<Leaf> }
  | { readonly kind: 'leaf'; readonly leaf: Leaf };

/** What one column of a row is compared with. A value that is absent or unreadable matches no leaf. */
export type RowLeaf =
  /** The code is one of these, sorted. */
  | { readonly test: 'codes'; readonly column: Dimension; readonly codes: readonly number[] }
  /** The step is one of these, sorted. */
  | { readonly test: 'steps'; readonly column: Measure; readonly steps: readonly number[] }
  /** The step lies from `low` to `high`, both included. */
  | { readonly test: 'range'; readonly column: Measure; readonly low: number; readonly high: number };

/** A condition on one row; `not` is plain negation, so it holds where a value is absent. */
export type RowNode = Logic<RowLeaf>;

/** “Has a row such that”. */
export interface Has {
  readonly has: RowNode;
}

/** A condition on a patient, over all of the patient's rows. */
export type CohortNode = Logic<Has>;

/** One dimension of the answer's cells, in the order of the cells. */
export type Axis =
  /** One cell per code, sorted; rows with another code are in no cell. `isWhole`: the codes are the whole domain. */
  | {
      readonly kind: 'values';
      readonly column: Dimension;
      readonly codes: readonly number[];
      readonly isWhole: boolean;
    }
  /** Cells: below the first edge, [edge, next edge) …, the last closed, above the last edge, MISSING. */
  | {
      readonly kind: 'bins';
      readonly column: Measure;
      /** Edges as steps, strictly rising. */
      readonly edges: readonly number[];
      /** The same edges in the field's unit. */
      readonly labels: readonly string[];
      /** The edges are the policy's own. */
      readonly isDefault: boolean;
    };

/** What is counted. */
export type Countable = 'patients' | 'studies' | 'series' | 'instances';

/** A number with the steps to which it is clamped, `low` below `high`. */
export interface Bounds {
  readonly column: Measure;
  readonly low: number;
  readonly high: number;
}

/** Which integers a patient contributes: one for every field, or up to `cap` of them, one a study. */
export interface Values {
  readonly fields: readonly Bounds[];
  readonly per: 'patient' | 'study';
  readonly reduce: Reduction;
  /** How many values one patient contributes to one cell at most: 1 per patient, the policy's number of studies per study. */
  readonly cap: number;
}

/** A quantile tree over a field: its leaves hold `leafSteps` steps each; the last level are the leaves. */
export interface Tree {
  readonly branching: number;
  readonly leafSteps: number;
  readonly levels: readonly number[];
}

/** What is measured in every cell. */
export type MeasureNode =
  | { readonly kind: 'count'; readonly of: Countable; readonly cap: number }
  | { readonly kind: 'sum' | 'mean' | 'variance' | 'moments'; readonly values: Values }
  | { readonly kind: 'quantiles'; readonly values: Values; readonly tree: Tree }
  | {
      readonly kind: 'histogram';
      readonly values: Values;
      readonly edges: readonly number[];
      readonly labels: readonly string[];
      readonly isDefault: boolean;
    };

/** The middle of a field's bounds, in steps; values are summed as distances from it. */
export function middleOf({ low, high }: Bounds): number {
  return low + Math.floor((high - low) / 2);
}

/** How many cells an axis has. */
export function cellsOf(axis: Axis): number {
  // Between n edges lie n − 1 bins; below, above and MISSING come on top.
  return axis.kind === 'values' ? axis.codes.length : axis.edges.length + 2;
}

/** The names of an axis' cells, in order. */
export function cellNames(axis: Axis): readonly string[] {
  if (axis.kind === 'values') {
    return axis.codes.map((code) => axis.column.values[code] ?? '');
  }
  return binNames(axis.labels);
}

/** The names of bins between edges, and of the places beside them, in order. */
export function binNames(labels: readonly string[]): readonly string[] {
  const last = labels.length - 2;
  const bins = labels.slice(1).map((upper, at) => `[${labels[at]}, ${upper}${at === last ? ']' : ')'}`);
  return ['below', ...bins, 'above', 'MISSING'];
}
