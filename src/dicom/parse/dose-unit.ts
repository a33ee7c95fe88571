// PS3.16 TID 10012 and 10013 give each quantity one unit (UCUM); nothing is converted, so a number with another one can't be read.
// Some write the product of two units otherwise than UCUM; a capital or an exponent more is another unit.
// `Â·` is the point of a UTF-8 file: units are read byte by byte.
const UNITS: ReadonlyMap<string, readonly string[]> = new Map([
  ['DCM 113830', ['mGy']],
  ['DCM 113813', ['mGy.cm', 'mGy*cm', 'mGy·cm', 'mGyÂ·cm', 'mGy cm', 'mGycm']],
]);

/** Whether a unit's code is the one that a concept (`scheme code`) has, in one of its spellings, or none is written. */
export function isUnitOf(concept: string, unit: string): boolean {
  const written = unit.trim();
  return written === '' || (UNITS.get(concept)?.includes(written) ?? true);
}
