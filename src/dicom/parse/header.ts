import type { PrivateCreator } from '../private-creators.table.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { latin1, type ScannedHeader } from '../scan/index.ts';
import { headerValues } from './header-values.ts';
import { creatorsOf, isPrivate } from './private-creators.ts';
import { holdsLongElement, rawValue } from './prune.ts';
import type { HeaderValues } from './values.ts';
import type { Wanted } from './wanted.ts';

/** One header, whatever source it comes from. */
export interface Header {
  /** The bytes of an element of the header itself, as identities are compared and hashed; none when it is absent. */
  raw(tag: number): Uint8Array;
  /** Why the file can't be stored, whatever its values are; asked of every header. */
  fault(wanted: Wanted): QuarantineReason | undefined;
  /** What it holds; `undefined` when the parser can't read it. */
  values(wanted: Wanted): HeaderValues | undefined;
  /** Whose private elements it holds, which are all dropped. */
  creators(): readonly PrivateCreator[];
}

/** A creator is an LO of 64 characters; what is longer is none that is known. */
const CREATOR_BYTES_MAX = 64;

/** The header of a Part 10 file. */
export function part10Header(scanned: ScannedHeader): Header {
  return {
    raw: (tag) => rawValue(scanned, tag),
    fault: (wanted) => (holdsLongElement(scanned, wanted.top) ? 'element-too-long' : undefined),
    values: (wanted) => headerValues(scanned, wanted),
    creators() {
      const tags = scanned.elements.where(isPrivate).map(({ tag }) => tag);
      const bytesOf = (tag: number): Uint8Array => rawValue(scanned, tag);
      return creatorsOf(tags, (tag) => (bytesOf(tag).length > CREATOR_BYTES_MAX ? '' : latin1(bytesOf(tag))));
    },
  };
}
