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
