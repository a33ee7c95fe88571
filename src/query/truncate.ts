import { assert, LIMITS, sha256, utf8ToBytes } from '../base/index.ts';

/** Bits of the lower of the two words in which a mask is handed over. */
export const LOW_WORD_BITS = 31;

/** A patient's order of cells goes by so many low bits of the seed. */
export const SEED_CLASS_BITS = 4;

/** How many fixed orders of cells there are. */
export const SEED_CLASSES = 2 ** SEED_CLASS_BITS;

/**
 * The order in which one seed class keeps cells: a fixed permutation of all cells, by SHA-256 of class and cell. Depends on
 * nothing but the class, so a patient's cells are chosen by that patient's seed and rows alone.
 */
export function keptOrder(seedClass: number, cells: number): readonly number[] {
  const keyed = Array.from({ length: cells }, (_, cell) => ({
    cell,
    key: new DataView(sha256(utf8ToBytes(`sfumato/kept-order/v1 ${seedClass} ${cell}`)).buffer).getBigUint64(0),
  }));
  return Object.freeze(keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ cell }) => cell));
}

/** By number of cells, of which there are at most `LIMITS.maskCellsMax`. */
const known = new Map<number, readonly (readonly number[])[]>();

/** The orders of all classes; worked out once for each number of cells, because it takes milliseconds. */
export function keptOrders(cells: number): readonly (readonly number[])[] {
  assert(cells <= LIMITS.maskCellsMax, 'masks are of few cells');
  const found = known.get(cells) ?? Array.from({ length: SEED_CLASSES }, (_, seedClass) => keptOrder(seedClass, cells));
  known.set(cells, found);
  return found;
}

/** A set of cells as bits of two words, the last cell first: it is the lowest bit of `low`, and `high` goes on after `LOW_WORD_BITS`. */
export interface CellMask {
  readonly low: number;
  readonly high: number;
}

/** The cells that a mask keeps: all of its bits, or the first `most` of them in `order`, which has every cell once. */
export function keptCells({ low, high }: CellMask, order: readonly number[], most: number): readonly number[] {
  const kept: number[] = [];
  for (const cell of order) {
    const at = order.length - 1 - cell;
    const bit = at < LOW_WORD_BITS ? low >> at : high >> (at - LOW_WORD_BITS);
    if ((bit & 1) === 1 && kept.push(cell) === most) {
      break;
    }
  }
  return kept;
}
