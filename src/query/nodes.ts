import type { Dimension, Measure } from '../policy/index.ts';

// The frozen nodes of a question that was read against a policy. Every node holds codes and steps, as rows do.

/** A boolean expression over leaves. */
export type Tree<Leaf> =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Tree<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Tree<Leaf> }
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
export type RowNode = Tree<RowLeaf>;

/** “Has a row such that”. */
export interface Has {
  readonly has: RowNode;
}

/** A condition on a patient, over all of the patient's rows. */
export type CohortNode = Tree<Has>;

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
  const { labels } = axis;
  const last = labels.length - 2;
  const bins = labels.slice(1).map((upper, at) => `[${labels[at]}, ${upper}${at === last ? ']' : ')'}`);
  return ['below', ...bins, 'above', 'MISSING'];
}
