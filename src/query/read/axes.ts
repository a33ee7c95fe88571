import { LIMITS, remembered } from '../../base/index.ts';
import type { By } from '../../contract/index.ts';
import { type Column, type Dimension, dimensionCode, type Measure } from '../../policy/index.ts';
import type { Axis } from '../nodes.ts';
import { raise, unknownValue } from '../objection.ts';
import { gridOf, onGrid } from './condition.ts';
import type { Fields } from './fields.ts';

/** Reads the dimensions of an answer, sorted by field. Raises an objection for what the policy doesn't know. */
export function readAxes(by: readonly By[], fields: Fields): readonly Axis[] {
  const most = LIMITS.tableFieldsMax;
  if (by.length > most) {
    const sentence = `A table is of at most ${most} fields, and the question groups by ${by.length}; ask for fewer at once, or put one into where.`;
    return raise('unsupported-shape', sentence);
  }
  const axes = by
    .map((one) => readAxis(one, fields))
    .sort((left, right) => (keywordOf(left) < keywordOf(right) ? -1 : 1));
  for (const [at, axis] of axes.entries()) {
    const next = axes[at + 1];
    if (next !== undefined && keywordOf(next) === keywordOf(axis)) {
      return raise('unsupported-shape', `The question groups by ${keywordOf(axis)} more than once.`);
    }
  }
  return axes;
}

function keywordOf(axis: Axis): string {
  return axis.column.field.keyword;
}

function readAxis(by: By, fields: Fields): Axis {
  const column = fields.column(typeof by === 'string' ? by : by.field);
  const { keyword, role } = column.field;
  if (role === 'filter') {
    return raise('unsupported-shape', `${keyword} may stand in conditions only, not be grouped by.`);
  }
  if (typeof by === 'string') {
    return wholeAxis(column);
  }
  if (column.kind === 'dimension') {
    return 'bins' in by
      ? raise('unsupported-shape', `${keyword} has no bins; list its values instead.`)
      : valuesAxis(column, by.values);
  }
  return 'values' in by
    ? raise('unsupported-shape', `${keyword} is grouped by bins, not by values.`)
    : binsAxis(column, by.bins);
}

/** All values of a field, or the policy's own bins: of the policy alone, and every question looks for finer tables by such axes. */
const wholeAxis = remembered(
  (column: Column): Axis => (column.kind === 'dimension' ? valuesAxis(column, undefined) : binsAxis(column, undefined)),
);

function valuesAxis(column: Dimension, values: readonly string[] | undefined): Axis {
  const { keyword } = column.field;
  const asked = values ?? column.values;
  const codes = asked.map((value) => dimensionCode(column, value) ?? unknownValue(keyword, value, column.values));
  const sorted = [...new Set(codes)].sort((left, right) => left - right);
  return Object.freeze({ kind: 'values', column, codes: sorted, isWhole: sorted.length === column.values.length });
}

function binsAxis(column: Measure, bins: readonly number[] | undefined): Axis {
  return Object.freeze({ kind: 'bins', column, ...binsOf(column, bins) });
}

/** Edges of bins on the grid of a field, rising. */
export interface Bins {
  /** As steps. */
  readonly edges: readonly number[];
  /** The same in the field's unit. */
  readonly labels: readonly string[];
  /** The edges are the policy's own. */
  readonly isDefault: boolean;
}

/** Reads the edges of bins; the policy's own where none are named. Raises an objection for edges off the grid. */
export function binsOf(column: Measure, bins: readonly number[] | undefined): Bins {
  const { keyword, range } = column.field;
  const labels = bins ?? range?.bins;
  if (labels === undefined) {
    return raise('unsupported-shape', `The policy has no bins for ${keyword}; name the edges of yours.`);
  }
  const edges = labels.map((edge) => edgeOf(column, edge));
  if (edges.some((edge, at) => at > 0 && edge <= (edges[at - 1] ?? edge))) {
    return raise('unsupported-shape', `The edges of the bins of ${keyword} must rise.`);
  }
  const isDefault = range?.bins !== undefined && String(range.bins) === String(labels);
  return { edges, labels: labels.map(String), isDefault };
}

function edgeOf(column: Measure, edge: number): number {
  const { keyword } = column.field;
  return (
    onGrid(column, edge) ??
    raise('unknown-value', `An edge of the bins of ${keyword} isn't on its grid; ${gridOf(column)}.`)
  );
}
