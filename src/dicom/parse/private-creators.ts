import { foldTerm } from '../../policy/index.ts';
import { OTHER_CREATOR, PRIVATE_CREATORS, type PrivateCreator } from '../private-creators.table.ts';

const KNOWN: ReadonlyMap<string, PrivateCreator> = new Map(PRIVATE_CREATORS.map((creator) => [creator, creator]));

/** Whether an element reserves private ones of its group: an odd group, and an element from 0010 to 00FF (PS3.5 §7.8.1). */
export function reservesPrivate(tag: number): boolean {
  const element = tag & 0xffff;
  return ((tag >>> 16) & 1) === 1 && element >= 0x10 && element <= 0xff;
}

/** Of those who reserved private elements, each that is known once; all others are OTHER. */
export function knownCreators(reserved: readonly string[]): readonly PrivateCreator[] {
  return [...new Set(reserved.map((creator) => KNOWN.get(foldTerm(creator)) ?? OTHER_CREATOR))];
}
