import { dateText, monthsBetween } from './calendar.ts';
import type { CalendarDay } from './person.ts';
import type { Random } from './random.ts';

/** How one study writes when it was and how old the patient was. */
export interface WrittenAge {
  readonly studyDate: string;
  readonly birthDate: string;
  readonly patientAge: string;
  /** Whole years that can be worked out from these; null when they can't. */
  readonly ageYears: number | null;
}

/** Dates and age as archives write them: mostly well, sometimes in part, sometimes not at all. */
export function writtenAge(random: Random, birth: CalendarDay, study: CalendarDay): WrittenAge {
  const months = monthsBetween(birth, study);
  const years = Math.floor(months / 12);
  const plainAge = months < 24 ? `${pad(months)}M` : `${pad(years)}Y`;
  const dates = { studyDate: dateText(study), birthDate: dateText(birth) };
  const plain = { ...dates, patientAge: plainAge, ageYears: years };
  return random.weighted<WrittenAge>([
    [852, plain],
    [80, { ...dates, patientAge: '', ageYears: years }],
    [20, { ...dates, patientAge: String(years), ageYears: years }], // no unit: only the dates count
    [20, { ...plain, birthDate: '' }],
    [10, { ...dates, birthDate: '', patientAge: '', ageYears: null }],
    [4, { ...dates, birthDate: '', patientAge: '411Y', ageYears: null }],
    [8, { ...plain, studyDate: '' }],
    [3, { ...plain, studyDate: `${study.year}1345` }], // no such day
    [3, { ...plain, studyDate: `${study.year}.05.04` }], // the form of ACR-NEMA
  ]);
}

function pad(count: number): string {
  return String(count).padStart(3, '0');
}
