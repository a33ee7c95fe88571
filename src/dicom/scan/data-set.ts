import type { Elements } from './elements.ts';
import type { Encoding } from './encoding.ts';

/** A data set that was walked: the one of a file, or the one in an item of a sequence (DICOM PS3.5 §7.5). */
export interface DataSet {
  /** The bytes to which the offsets of `elements` belong. */
  readonly data: Uint8Array;
  readonly encoding: Encoding;
  /** Its own elements by tag; those in sequences belong to the data sets of their items. */
  readonly elements: Elements;
}
