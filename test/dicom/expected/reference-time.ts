// Ages, dates and hours; for the reference of `reference.ts` alone.

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A calendar day as the number YYYYMMDD; `undefined` for anything but eight digits that name one. */
export function day(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{8}$/.test(text)) {
    return undefined;
  }
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  const leapDay = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 1 : 0;
  const days = (MONTH_DAYS[month - 1] ?? 0) + leapDay;
  return date >= 1 && date <= days ? Number(text) : undefined;
}

/** Whole years: as PatientAge says, unless it is 0 of anything, else between birth and study. Nobody is older than 120. */
export function age(said: string | undefined, born: string | undefined, studied: string | undefined) {
  const between = yearsBetween(day(born), day(studied));
  const years = said?.startsWith('000') ? (between ?? saidYears(said)) : (saidYears(said) ?? between);
  return years === undefined || years < 0 || years > 120 ? undefined : years;
}

function saidYears(said: string | undefined): number | undefined {
  if (said === undefined || !/^\d\d\d[DWMY]$/.test(said)) {
    return undefined;
  }
  const count = Number(said.slice(0, 3));
  switch (said.at(3)) {
    case 'Y':
      return count;
    case 'M':
      return Math.floor(count / 12);
    case 'W':
      return Math.floor((count * 7) / 365.2425);
    default:
      return Math.floor(count / 365.2425);
  }
}

function yearsBetween(born: number | undefined, studied: number | undefined): number | undefined {
  // Of two days written YYYYMMDD, the difference has as its ten-thousands the years that are complete.
  return born === undefined || studied === undefined ? undefined : Math.floor((studied - born) / 10_000);
}

/** The hour of a time of day; `undefined` for anything but HH, HHMM, HHMMSS, or that with a fraction. */
export function hour(text: string | undefined): number | undefined {
  const [, hours, minutes = '00', seconds = '00'] =
    /^(\d\d)(?:(\d\d)(?:(\d\d)(?:\.\d{1,6})?)?)?$/.exec(text ?? '') ?? [];
  return hours !== undefined && hours < '24' && minutes < '60' && seconds < '60' ? Number(hours) : undefined;
}
