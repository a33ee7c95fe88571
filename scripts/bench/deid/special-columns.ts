import type { Dimension, Measure, Transform } from '../../../src/policy/index.ts';
import type { ColumnPlant, Subject } from './column-plant.ts';
import type { Draft } from './draft.ts';
import type { Person, Visit } from './people.ts';
import { placesOf } from './policy.ts';
import { codeOf, listedValue, measuredAt } from './research.ts';
import { dateTokens, dicomDate } from './tokens.ts';

// Columns whose value isn't the text or number of one element: periods, ages, and single values of several.

/** Year, quarter or hour band of the visit; now and then a name stands where the date or time belongs. */
export function plantPeriod(column: Dimension, subject: Subject, into: Draft): ColumnPlant | undefined {
  const [place] = placesOf(column);
  if (place === undefined || !into.free(place)) {
    return undefined;
  }
  const { transform, keyword } = column.field;
  const { visit, random } = subject;
  const common = { keyword, element: place.keyword };
  if (transform.kind === 'hour-band' ? random.chance(0.1) : !visit.dated) {
    const written = visit.operator.text;
    into.write(place, { vr: place.vr, value: written });
    const expected = column.missingCode;
    return { ...common, written, kind: 'identifier', coarsened: false, expected, tokens: [visit.operator] };
  }
  const { written, value, tokens } = periodOf(transform, visit);
  into.write(place, { vr: place.vr, value: written });
  return { ...common, written, kind: 'research', coarsened: true, expected: codeOf(column, value), tokens };
}

function periodOf(transform: Transform, { date, time }: Visit) {
  if (transform.kind === 'hour-band') {
    return { written: time.text, value: bandOf(transform.from, time.text), tokens: [time] };
  }
  const { year, month } = date;
  const value = transform.kind === 'year' ? String(year) : `${year}-Q${Math.ceil(month / 3)}`;
  return { written: dicomDate(date), value, tokens: dateTokens(date) };
}

function bandOf(from: (Transform & { kind: 'hour-band' })['from'], time: string): string {
  const hour = Number(time.slice(0, 2));
  const begun = Object.entries(from).filter(([, start]) => start <= hour);
  // Before the first band of the day it is still the last of the day before.
  return (begun.length > 0 ? begun : Object.entries(from)).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

const PER_YEAR: Readonly<Record<string, number>> = { Y: 1, M: 12, W: 365.2425 / 7, D: 365.2425 };

/** An age in one of its units, or a name instead of it; then birth date and study date must give it. */
export function plantAge(column: Measure, { person, visit, random }: Subject, into: Draft): ColumnPlant | undefined {
  const [place] = placesOf(column);
  if (place === undefined || !into.free(place)) {
    return undefined;
  }
  const { topCode } = column.field.transform as Transform & { kind: 'age' };
  const common = { keyword: column.field.keyword, element: place.keyword, coarsened: false };
  if (visit.dated && random.chance(0.3)) {
    into.write(place, { vr: 'AS', value: visit.operator.text });
    const tokens = [visit.operator, ...dateTokens(person.born)];
    const written = `${visit.operator.text}, born ${dicomDate(person.born)}, seen ${dicomDate(visit.date)}`;
    return {
      ...common,
      written,
      kind: 'both',
      expected: nearestStep(column, Math.min(topCode, ageAt(person, visit))),
      tokens,
    };
  }
  const unit = random.pick(['Y', 'Y', 'Y', 'M', 'W', 'D']);
  const count = random.chance(0.1) ? 0 : unit === 'Y' ? random.between(0, 119) : random.between(0, 999);
  const written = `${String(count).padStart(3, '0')}${unit}`;
  into.write(place, { vr: 'AS', value: written });
  // Old systems write 000Y where they know no age, so the birth date, which every file has, decides where the study is dated.
  const isUnknown = written === '000Y' && visit.dated;
  const years = isUnknown ? ageAt(person, visit) : Math.floor(count / PER_YEAR[unit]! + 1e-9);
  const tokens = isUnknown ? dateTokens(person.born) : [];
  return { ...common, written, kind: 'research', expected: nearestStep(column, Math.min(topCode, years)), tokens };
}

function nearestStep({ step }: Measure, years: number): number {
  return Math.floor(years / step + 0.5);
}

function ageAt({ born }: Person, { date }: Visit): number {
  const before = date.month < born.month || (date.month === born.month && date.day < born.day);
  return date.year - born.year - (before ? 1 : 0);
}

/** One of several values of an element; other columns may write the others. */
export function plantItem(column: Dimension, subject: Subject, into: Draft): ColumnPlant | undefined {
  const [place] = placesOf(column);
  const { transform, keyword } = column.field;
  if (place === undefined || transform.kind !== 'vocabulary-item' || !into.freeForItems(place)) {
    return undefined;
  }
  const { policy, person, random, visit } = subject;
  const common = { keyword, element: place.keyword, coarsened: false };
  if (random.chance(0.3)) {
    into.writeItem(place, transform.item, visit.doctor.text.toUpperCase());
    return {
      ...common,
      written: visit.doctor.text,
      kind: 'identifier',
      expected: column.otherCode,
      tokens: [visit.doctor],
    };
  }
  const research = listedValue(policy, column, { vr: place.vr, random, charset: person.charset });
  if (research === undefined || !/^[\x20-\x7e]+$/.test(research.written)) {
    return undefined;
  }
  into.writeItem(place, transform.item, research.written);
  return { ...common, written: research.written, kind: 'research', expected: research.expected, tokens: [] };
}

/** Writes the step that tells a series from every other. */
export function plantMark(column: Measure, step: number, { random }: Subject, into: Draft): ColumnPlant {
  const place = placesOf(column)[0]!;
  const { raw, written, expected } = measuredAt(column, step, { vr: place.vr, random });
  into.write(place, { vr: place.vr, value: raw });
  const { keyword } = column.field;
  return { keyword, element: place.keyword, written, kind: 'research', coarsened: false, expected, tokens: [] };
}
