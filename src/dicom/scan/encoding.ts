/** How the elements of a data set are laid out (DICOM PS3.5 §7.1 and §10). */
export interface Encoding {
  readonly implicit: boolean;
  readonly littleEndian: boolean;
}

/** Implicit VR little endian, PS3.5 A.1. */
export const IMPLICIT_LITTLE: Encoding = Object.freeze({ implicit: true, littleEndian: true });
/** Explicit VR little endian, PS3.5 A.2. */
export const EXPLICIT_LITTLE: Encoding = Object.freeze({ implicit: false, littleEndian: true });
/** Explicit VR big endian, PS3.5 A.3 (retired). */
export const EXPLICIT_BIG: Encoding = Object.freeze({ implicit: false, littleEndian: false });

/** What a transfer syntax says about the data set after the file meta information. */
export interface Syntax {
  readonly encoding: Encoding;
  readonly deflated: boolean;
}

const SPECIAL: ReadonlyMap<string, Syntax> = new Map([
  ['1.2.840.10008.1.2', { encoding: IMPLICIT_LITTLE, deflated: false }],
  ['1.2.840.10008.1.2.2', { encoding: EXPLICIT_BIG, deflated: false }],
  ['1.2.840.10008.1.2.1.99', { encoding: EXPLICIT_LITTLE, deflated: true }],
  ['1.2.840.10008.1.2.4.95', { encoding: EXPLICIT_LITTLE, deflated: true }], // JPIP Referenced Deflate
  ['1.2.840.10008.1.2.4.205', { encoding: EXPLICIT_LITTLE, deflated: true }], // JPIP HTJ2K Referenced Deflate
]);

// PS3.5 A.4: every other transfer syntax of the standard, compressed or not, has an explicit little-endian data set.
const STANDARD = /^1\.2\.840\.10008\.1\.2(\.\d{1,5}){1,4}$/;

/** The layout that transfer syntax `uid` stands for, or `undefined` when it isn't one of the standard's. */
export function syntaxOf(uid: string): Syntax | undefined {
  const special = SPECIAL.get(uid);
  if (special !== undefined) {
    return special;
  }
  return STANDARD.test(uid) ? { encoding: EXPLICIT_LITTLE, deflated: false } : undefined;
}
