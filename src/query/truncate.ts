import { sha256, utf8ToBytes } from '../base/index.ts';

/** How many fixed orders of cells there are; a patient's is the seed modulo this power of two. */
export const SEED_CLASSES = 16;

/**
 * The order in which one seed class keeps cells: a fixed permutation of all cells, by SHA-256 of class and cell. Depends on
 * nothing but the class, so a patient's cells are chosen by that patient's seed and rows alone.
 */
export function keptOrder(seedClass: number, cells: number): readonly number[] {
  const keyed = Array.from({ length: cells }, (_, cell) => ({
    cell,
    key: new DataView(sha256(utf8ToBytes(`sfumato/kept-order/v1 ${seedClass} ${cell}`)).buffer).getBigUint64(0),
  }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ cell }) => cell);
}

/** The orders of all classes, for one run. */
export function keptOrders(cells: number): readonly (readonly number[])[] {
  return Array.from({ length: SEED_CLASSES }, (_, seedClass) => keptOrder(seedClass, cells));
}

/** The cells that a mask keeps: all of its bits, or the first `most` of them in `order`. */
export function keptCells(mask: bigint, order: readonly number[], most: number): readonly number[] {
  return order.filter((cell) => ((mask >> BigInt(cell)) & 1n) === 1n).slice(0, most);
}
