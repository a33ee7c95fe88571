import { assert } from '../base/index.ts';
import type { Estimate, FieldWire } from '../contract/index.ts';
import { type Estimated, type Grid, type Noisy, type NotEstimable, sumOf } from '../statistics/index.ts';
import type { NoisyPiece } from './noisy-pieces.ts';

/** One cell's numbers by piece. */
export interface Cell {
  /** The one number of a piece. */
  readonly one: (name: string, ...fields: readonly number[]) => Noisy;
  readonly all: (name: string) => readonly Noisy[];
  /** The whole piece, for what is known of its noise. */
  readonly piece: (name: string) => NoisyPiece;
}

/** The numbers of one cell of a measure's pieces. */
export function cellOf(pieces: readonly NoisyPiece[], cell: number): Cell {
  const find = (name: string, fields?: readonly number[]): NoisyPiece => {
    const found = pieces.find(
      (one) => one.name === name && (fields === undefined || String(one.fields) === String(fields)),
    );
    assert(found !== undefined, 'a release has all pieces of its measures');
    return found;
  };
  const numbers = (piece: NoisyPiece): readonly Noisy[] =>
    piece.numbers.slice(cell * piece.width, (cell + 1) * piece.width);
  return {
    piece: (name) => find(name),
    all: (name) => numbers(find(name)),
    one(name, ...fields) {
      const [number] = numbers(find(name, fields));
      assert(number !== undefined, 'every cell has a number of each piece');
      return number;
    },
  };
}

/** How many values a cell's numbers are made of. */
export function numberOf(cell: Cell, alpha: number): Estimate {
  return shown('n', sumOf(cell.one('n'), { step: 1 }, alpha));
}

/** The grid of a field, as estimators take it. */
export function gridOf({ low, high, step }: FieldWire): Grid {
  return { low: BigInt(low), high: BigInt(high), step };
}

/** An estimate as it travels. */
export function shown(name: string, estimate: Estimated | NotEstimable): Estimate {
  return estimate.estimable
    ? { name, value: estimate.value, interval: [finite(estimate.low), finite(estimate.high)] }
    : { name, value: null, interval: null, why: estimate.why };
}

function finite(end: number): number | null {
  return Number.isFinite(end) ? end : null;
}
