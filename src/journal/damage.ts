import { type ErrorCode, SfumatoError } from '../base/index.ts';

/** Where a journal stops being what was written. */
export interface Place {
  /** Name of the file in the journal's folder. */
  readonly file: string;
  /** Byte at which the broken header, frame or entry starts. */
  readonly offset: number;
  /** The record that stands, or would stand, there. */
  readonly seq: number;
}

type DamageCode = Extract<ErrorCode, 'journal-corrupt' | 'invariant-broken' | 'format-newer'>;

const CURES: Readonly<Record<DamageCode, string>> = {
  'journal-corrupt': '; restore the journal from a copy that verifies, and keep this one',
  'format-newer': '; use the version that wrote it',
  'invariant-broken': '',
};

/**
 * A journal that isn't what was written: `journal-corrupt`, `invariant-broken` when only its meaning is wrong, or
 * `format-newer` when a later version wrote it.
 */
export class JournalDamage extends SfumatoError {
  readonly place: Place;
  /** What is wrong, as one clause. */
  readonly what: string;

  constructor(place: Place, what: string, code: DamageCode = 'journal-corrupt') {
    super(code, `${place.file}, byte ${place.offset}, record ${place.seq}: ${what}${CURES[code]}.`);
    this.place = Object.freeze({ file: place.file, offset: place.offset, seq: place.seq });
    this.what = what;
  }
}
