import { assert } from '../base/index.ts';
import type { Estimate, FieldWire, MeasureResult, MeasureWire, Weighted } from '../contract/index.ts';
import {
  deviationOf,
  type Estimated,
  type Grid,
  meanOf,
  type Noisy,
  type NotEstimable,
  sumOf,
  varianceOf,
} from '../statistics/index.ts';
import type { NoisyPiece } from './noisy-pieces.ts';

/** What a measure's numbers are made into. */
export interface Resulting {
  /** The measure's own pieces. */
  readonly pieces: readonly NoisyPiece[];
  readonly cells: number;
  /** How often an interval may miss. */
  readonly alpha: number;
  readonly asked: readonly Weighted[];
}

/** Works out, cell by cell, what a measure says: post-processing of released numbers, so it costs nothing. */
export function measureResult(measure: MeasureWire, resulting: Resulting): MeasureResult {
  const cells = Array.from({ length: resulting.cells }, (_, cell) => cell);
  return { ...measure, rows: cells.map((cell) => [...rowOf(measure, cellOf(resulting, cell), resulting)]) };
}

/** One cell's numbers by piece. */
interface Cell {
  readonly one: (name: string, ...fields: readonly number[]) => Noisy;
  readonly all: (name: string) => readonly Noisy[];
}

function cellOf({ pieces }: Resulting, cell: number): Cell {
  const find = (name: string, fields?: readonly number[]): readonly Noisy[] => {
    const piece = pieces.find(
      (one) => one.name === name && (fields === undefined || String(one.fields) === String(fields)),
    );
    return piece?.numbers.slice(cell * piece.width, (cell + 1) * piece.width) ?? [];
  };
  return {
    all: (name) => find(name),
    one(name, ...fields) {
      const [number] = find(name, fields);
      assert(number !== undefined, 'a release has all pieces of its measures');
      return number;
    },
  };
}

function rowOf(measure: MeasureWire, cell: Cell, { alpha }: Resulting): readonly Estimate[] {
  const { kind, of = 'n', fields, bins = [] } = measure;
  const [field] = fields;
  if (kind === 'count') {
    return [shown(of, sumOf(cell.one('n'), { step: 1 }, alpha))];
  }
  if (field === undefined) {
    return [];
  }
  switch (kind) {
    case 'sum':
      return [shown('sum', sumOf(cell.one('sum', 0), field, alpha))];
    case 'mean':
      return [shown('mean', meanOf(meanParts(cell), gridOf(field), alpha)), numberOf(cell, alpha)];
    case 'variance': {
      const parts = { ...meanParts(cell), squares: cell.one('square', 0) };
      const grid = gridOf(field);
      return [
        shown('variance', varianceOf(parts, grid, alpha)),
        shown('deviation', deviationOf(parts, grid, alpha)),
        shown('mean', meanOf(parts, grid, alpha)),
        numberOf(cell, alpha),
      ];
    }
    case 'histogram':
      return cell.all('bins').map((bin, at) => shown(bins[at] ?? '', sumOf(bin, { step: 1 }, alpha)));
    case 'moments':
      return [numberOf(cell, alpha)];
    default:
      return [];
  }
}

function meanParts(cell: Cell): { sum: Noisy; number: Noisy } {
  return { sum: cell.one('sum', 0), number: cell.one('n') };
}

function numberOf(cell: Cell, alpha: number): Estimate {
  return shown('n', sumOf(cell.one('n'), { step: 1 }, alpha));
}

function gridOf({ low, high, step }: FieldWire): Grid {
  return { low: BigInt(low), high: BigInt(high), step };
}

function shown(name: string, estimate: Estimated | NotEstimable): Estimate {
  return estimate.estimable
    ? { name, value: estimate.value, interval: [finite(estimate.low), finite(estimate.high)] }
    : { name, value: null, interval: null, why: estimate.why };
}

function finite(end: number): number | null {
  return Number.isFinite(end) ? end : null;
}
