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

/** What is wrong, and so what to do; a record that isn't of its kind may be sound and from a later version. */
type Damage = DamageCode | 'newer-or-corrupt';

const RESTORE = 'restore the journal from a copy that verifies, and keep this one';

const CURES: Readonly<Record<Damage, string>> = {
  'journal-corrupt': `; ${RESTORE}`,
  'newer-or-corrupt': `; use the version that wrote it, and if that says the same, ${RESTORE}`,
  'format-newer': '; use the version that wrote it',
  'invariant-broken': '',
};

/**
 * A journal that isn't what was written: `journal-corrupt`, `invariant-broken` when only its meaning is wrong, or
 * `format-newer` when a later version wrote it. Where it may be either, `journal-corrupt`.
 */
export class JournalDamage extends SfumatoError {
  readonly place: Place;
  /** What is wrong, as one clause. */
  readonly what: string;

  constructor(place: Place, what: string, damage: Damage = 'journal-corrupt') {
    const code = damage === 'newer-or-corrupt' ? 'journal-corrupt' : damage;
    super(code, `${place.file}, byte ${place.offset}, record ${place.seq}: ${what}${CURES[damage]}.`);
    this.place = Object.freeze({ file: place.file, offset: place.offset, seq: place.seq });
    this.what = what;
  }
}
