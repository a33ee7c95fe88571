import { assert } from '../base/index.ts';
import type { Estimate, MeasureResult, MeasureWire, Weighted } from '../contract/index.ts';
import { deviationOf, type Grid, histogramOf, meanOf, type Noisy, sumOf, varianceOf } from '../statistics/index.ts';
import { type Cell, cellOf, gridOf, numberOf, shown } from './cell-numbers.ts';
import { momentRow } from './moment-row.ts';
import type { NoisyPiece } from './noisy-pieces.ts';
import { quantileRow } from './quantile-row.ts';
import { wholeTable } from './whole-table.ts';

/** What a measure's numbers are made into. */
export interface Resulting {
  /** The measure's own pieces. */
  readonly pieces: readonly NoisyPiece[];
  readonly keys: readonly Readonly<Record<string, string>>[];
  readonly caps: { readonly groupsPerPatient: number };
  /** How often an interval may miss. */
  readonly alpha: number;
  readonly asked: readonly Weighted[];
}

/** Works out, cell by cell, what a measure says: post-processing of released numbers, so it costs nothing. */
export function measureResult(measure: MeasureWire, resulting: Resulting): MeasureResult {
  const { keys, caps, pieces, alpha } = resulting;
  const cells = keys.map((_, cell) => cellOf(pieces, cell));
  const rows = cells.map((cell) => [...rowOf(measure, cell, resulting)]);
  const counts = measure.kind === 'count' ? cells.map((cell) => cell.one('n')) : [];
  const whole = wholeTable(measure, { keys, counts, ...caps }, alpha);
  return whole.length === 0 ? { ...measure, rows } : { ...measure, rows, whole: [...whole] };
}

function rowOf(measure: MeasureWire, cell: Cell, { alpha, asked }: Resulting): readonly Estimate[] {
  const { kind, of = 'n', fields, bins = [] } = measure;
  const [field] = fields;
  if (kind === 'count') {
    return [shown(of, sumOf(cell.one('n'), { step: 1 }, alpha))];
  }
  assert(field !== undefined, 'all but counts are of a field');
  switch (kind) {
    case 'sum':
      return [shown('sum', sumOf(cell.one('sum', 0), field, alpha))];
    case 'mean':
      return [shown('mean', meanOf(meanParts(cell), gridOf(field), alpha)), numberOf(cell, alpha)];
    case 'variance':
      return varianceRow(cell, gridOf(field), alpha);
    case 'histogram':
      return histogramOf(cell.all('bins'), { alpha }).map((bin, at) => shown(bins[at] ?? '', bin));
    case 'quantiles':
      return quantileRow(measure, cell, { alpha, asked });
    case 'moments':
      return momentRow(measure, cell, { alpha, asked });
  }
}

function varianceRow(cell: Cell, grid: Grid, alpha: number): readonly Estimate[] {
  const parts = { ...meanParts(cell), squares: cell.one('square', 0) };
  return [
    shown('variance', varianceOf(parts, grid, alpha)),
    shown('deviation', deviationOf(parts, grid, alpha)),
    shown('mean', meanOf(parts, grid, alpha)),
    numberOf(cell, alpha),
  ];
}

function meanParts(cell: Cell): { sum: Noisy; number: Noisy } {
  return { sum: cell.one('sum', 0), number: cell.one('n') };
}
