// PS3.16 TID 10012 and 10013 give each quantity one unit (UCUM); nothing is converted, so a number with another one can't be read.
const UNITS: ReadonlyMap<string, string> = new Map([
  ['DCM 113830', 'mGy'],
  ['DCM 113813', 'mGy.cm'],
]);

/**
 * Whether a unit's code is the one that a concept (`scheme code`) has, or none is written. What stands between its letters doesn't count,
 * because some write `mGy*cm`.
 */
export function isUnitOf(concept: string, unit: string): boolean {
  const meant = UNITS.get(concept);
  return meant === undefined || unit === '' || letters(unit) === letters(meant);
}

function letters(unit: string): string {
  return unit.replace(/[^A-Za-z]/g, '').toLowerCase();
}
