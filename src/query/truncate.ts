/** Bits of the lower of the two words in which a mask is handed over. */
export const LOW_WORD_BITS = 31;

/** So many low bits of a patient's seed decide which cells are kept. */
export const SEED_CLASS_BITS = 4;

/** How many classes of seeds there are. */
export const SEED_CLASSES = 2 ** SEED_CLASS_BITS;

/** A set of cells as bits of two words, the last cell first: it is the lowest bit of `low`, and `high` goes on after `LOW_WORD_BITS`. */
export interface CellMask {
  readonly low: number;
  readonly high: number;
}

/** What decides which cells of a mask are kept. */
interface Keeping {
  /** How many cells there are. */
  readonly cells: number;
  /** How many a patient keeps. */
  readonly most: number;
  readonly seedClass: number;
}

/**
 * The cells that a mask keeps: all of its own, or `most` of them side by side in a circle, on which the classes of seeds follow
 * one another. It depends on mask and class alone, so on that patient's seed and rows; over the classes each cell of a mask is
 * kept as often as another, or once more.
 */
export function keptCells(mask: CellMask, { cells, most, seedClass }: Keeping): readonly number[] {
  const own = cellsOf(mask, cells);
  if (own.length <= most) {
    return own;
  }
  // Where the circle begins differs among masks, so that what is kept once more is another cell in each.
  const from = (mask.low + seedClass * most) % own.length;
  return [...own, ...own].slice(from, from + most);
}

function cellsOf({ low, high }: CellMask, cells: number): readonly number[] {
  const own: number[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const at = cells - 1 - cell;
    const bit = at < LOW_WORD_BITS ? low >> at : high >> (at - LOW_WORD_BITS);
    if ((bit & 1) === 1) {
      own.push(cell);
    }
  }
  return own;
}
