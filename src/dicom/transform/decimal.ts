// PS3.5 §6.2 DS and IS, and the shortest form in which JavaScript writes a binary number. Nothing is skipped over:
// '1,25' and '5mm' aren't numbers. The length bounds the work, far above the 16 characters of a DS.
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const CHARACTERS_MAX = 64;

/**
 * The number that `text` (without padding) spells, by the whole of its characters; `undefined` when it spells none
 * or one beyond what a double holds ('1e400').
 */
export function strictDecimal(text: string): number | undefined {
  if (text.length > CHARACTERS_MAX || !DECIMAL.test(text)) {
    return undefined;
  }
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const GAUSS_FROM = 50;
const GAUSS_PER_TESLA = 10_000;

/** A field strength in tesla. No magnet reaches 50 T, so from there on the number was written in gauss. */
export function tesla(fieldStrength: number): number {
  return fieldStrength >= GAUSS_FROM ? fieldStrength / GAUSS_PER_TESLA : fieldStrength;
}

const BECQUEREL_FROM = 20_000;
const BECQUEREL_PER_MEGABECQUEREL = 1_000_000;

/**
 * An administered activity in MBq. The standard says Bq; some systems write MBq. Nobody is given 20,000 MBq, nor
 * images with less than 20,000 Bq, so from there on the number was written in becquerel.
 */
export function megabecquerel(activity: number): number {
  return activity >= BECQUEREL_FROM ? activity / BECQUEREL_PER_MEGABECQUEREL : activity;
}
