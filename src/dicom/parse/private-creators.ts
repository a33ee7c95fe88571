import { foldTerm } from '../../policy/index.ts';
import { NO_CREATOR, OTHER_CREATOR, PRIVATE_CREATORS, type PrivateCreator } from '../private-creators.table.ts';

const NAMED = PRIVATE_CREATORS.filter((creator) => creator !== NO_CREATOR);
const KNOWN: ReadonlyMap<string, PrivateCreator> = new Map(NAMED.map((creator) => [creator, creator]));

/** Whether an element is private: of an odd group, and not that group's length (PS3.5 §7.8.1). */
export function isPrivate(tag: number): boolean {
  return ((tag >>> 16) & 1) === 1 && (tag & 0xffff) !== 0;
}

/**
 * Whose private elements there are, each once: of those who reserved a block, each that is known, and all others as OTHER; and nobody,
 * where an element stands in a block that no element of its data set reserves.
 */
export function creatorsOf(tags: readonly number[], textOf: (tag: number) => string): readonly PrivateCreator[] {
  const elements = tags.filter(isPrivate);
  const reserving = new Set(elements.filter(reservesBlock));
  const known = [...reserving].map((tag) => KNOWN.get(foldTerm(textOf(tag))) ?? OTHER_CREATOR);
  const isStray = elements.some((tag) => !reserving.has(tag) && !reserving.has(reservationOf(tag)));
  return [...new Set<PrivateCreator>(isStray ? [...known, NO_CREATOR] : known)];
}

/** An element from 0010 to 00FF reserves the elements that begin with its last two digits. */
function reservesBlock(tag: number): boolean {
  const element = tag & 0xffff;
  return element >= 0x10 && element <= 0xff;
}

function reservationOf(tag: number): number {
  return ((tag & 0xffff0000) | ((tag & 0xffff) >>> 8)) >>> 0;
}
