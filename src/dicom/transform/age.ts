import { type Day, strictDate } from './date.ts';

// PS3.5 §6.2 AS.
const AGE = /^(\d{3})([DWMY])$/;
const YEARS_PER: Readonly<Record<string, number>> = { D: 1 / 365.2425, W: 7 / 365.2425, M: 1 / 12, Y: 1 };
const YEARS_MAX = 120;

/** What an age can be read from: AS and two DA, each without padding. */
export interface AgeSources {
  readonly age: string | undefined;
  readonly birthDate: string | undefined;
  readonly studyDate: string | undefined;
}

// Of an infant, or what old systems write where they know no age.
const ZERO = '000Y';

/**
 * Age in whole years at the study: from PatientAge by its grammar, else from the two dates, which also decide where PatientAge
 * is 000Y and they give an age. `undefined` when neither can be read, and for ages below 0 or above 120.
 */
export function ageInYears({ age, birthDate, studyDate }: AgeSources): number | undefined {
  const said = age === undefined ? undefined : yearsOf(age);
  const between = yearsBetween(birthDate, studyDate);
  const years = age === ZERO && isAge(between) ? between : (said ?? between);
  return isAge(years) ? years : undefined;
}

function isAge(years: number | undefined): years is number {
  return years !== undefined && years >= 0 && years <= YEARS_MAX;
}

function yearsOf(age: string): number | undefined {
  const [, count, unit] = AGE.exec(age) ?? [];
  const yearsPer = unit === undefined ? undefined : YEARS_PER[unit];
  return yearsPer === undefined ? undefined : Math.floor(Number(count) * yearsPer);
}

function yearsBetween(birthDate: string | undefined, studyDate: string | undefined): number | undefined {
  const born = birthDate === undefined ? undefined : strictDate(birthDate);
  const studied = studyDate === undefined ? undefined : strictDate(studyDate);
  if (born === undefined || studied === undefined) {
    return undefined;
  }
  return studied.year - born.year - (isBefore(studied, born) ? 1 : 0);
}

/** Whether the year's day `a` comes before that of `b`; who is born on 29 February has a birthday on 1 March. */
function isBefore(a: Day, b: Day): boolean {
  return a.month < b.month || (a.month === b.month && a.day < b.day);
}
