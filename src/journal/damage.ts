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

type DamageCode = Extract<ErrorCode, 'journal-corrupt' | 'invariant-broken'>;

/** A journal that isn't what was written: `journal-corrupt`, or `invariant-broken` when only its meaning is wrong. */
export class JournalDamage extends SfumatoError {
  readonly place: Place;
  /** What is wrong, as one clause. */
  readonly what: string;

  constructor(place: Place, what: string, code: DamageCode = 'journal-corrupt') {
    const cure = code === 'journal-corrupt' ? '; restore the journal from a copy that verifies, and keep this one' : '';
    super(code, `${place.file}, byte ${place.offset}, record ${place.seq}: ${what}${cure}.`);
    this.place = Object.freeze({ file: place.file, offset: place.offset, seq: place.seq });
    this.what = what;
  }
}
