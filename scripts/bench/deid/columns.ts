import type { Column, Dimension, Measure, Policy, Transform } from '../../../src/policy/index.ts';
import type { Draft } from './draft.ts';
import type { Leaf } from './encode.ts';
import type { Person, Visit } from './people.ts';
import { type Place, placesOf } from './policy.ts';
import type { Random } from './random.ts';
import {
  codeOf,
  listedValue,
  measured,
  measuredAt,
  missingOf,
  nothingOf,
  type Research,
  ruleWords,
} from './research.ts';
import { dateTokens, dicomDate, type Token } from './tokens.ts';

/** What was planted for one stored column of one series, and what must come of it. */
export interface ColumnPlant {
  readonly keyword: string;
  /** The element that holds it. */
  readonly element: string;
  /** A listed research value, an identifier where a value belongs, or both in one element. */
  readonly kind: 'research' | 'identifier' | 'both';
  readonly coarsened: boolean;
  readonly expected: number;
  readonly tokens: readonly Token[];
}

/** Whose series it is. */
export interface Subject {
  readonly policy: Policy;
  readonly person: Person;
  readonly visit: Visit;
  readonly random: Random;
  /** Whether every file of the series says its value representations. */
  readonly explicit: boolean;
}

/** Plants something for `column`, or nothing where its elements are taken. */
export function plantColumn(column: Column, subject: Subject, into: Draft): ColumnPlant | undefined {
  const places = placesOf(column);
  const { transform, keyword } = column.field;
  switch (transform.kind) {
    case 'year':
    case 'quarter':
    case 'hour-band':
      return plantPeriod(column as Dimension, subject, into);
    case 'age':
      return plantAge(column as Measure, subject, into);
    case 'vocabulary-item':
      return plantItem(column as Dimension, subject, into);
    default: {
      const at = subject.random.chance(0.6) ? 0 : subject.random.below(places.length);
      const [place, before] = [places[at]!, places.slice(0, at)];
      const planted = into.free([place, ...before]) ? valueFor(column, place, subject) : undefined;
      if (planted === undefined) {
        return undefined;
      }
      into.remove(before);
      into.write(place, planted.leaf);
      const { kind, expected, tokens } = planted;
      return { keyword, element: place.keyword, kind, coarsened: false, expected, tokens };
    }
  }
}

interface Planted {
  readonly leaf: Leaf;
  readonly kind: ColumnPlant['kind'];
  readonly expected: number;
  readonly tokens: readonly Token[];
}

function valueFor(column: Column, { vr }: Place, subject: Subject): Planted | undefined {
  const wanted = subject.random.below(10);
  if (wanted < 3) {
    const hidden = identifierIn(column, vr, subject);
    if (hidden !== undefined) {
      return hidden;
    }
  }
  if (wanted === 3) {
    const mixed = bothIn(column, vr, subject);
    if (mixed !== undefined) {
      return mixed;
    }
  }
  const research = researchValue(column, vr, subject);
  return research && { leaf: { vr, value: research.raw }, kind: 'research', expected: research.expected, tokens: [] };
}

/** A listed value of a column in the representation of an element. */
function researchValue(column: Column, vr: string, { policy, random }: Subject): Research | undefined {
  if (column.kind === 'measure') {
    return measured(column, { vr, random });
  }
  const { transform } = column.field;
  switch (transform.kind) {
    case 'present': {
      const absent = random.chance(0.3);
      const raw = absent ? random.pick(transform.absentWords) : 'Iohexol 300';
      return { raw, expected: codeOf(column, absent ? 'NO' : 'YES') };
    }
    case 'decimal':
    case 'tesla':
    case 'megabecquerel': {
      const value = random.pick(column.values.slice(0, column.otherCode));
      return { raw: value, expected: codeOf(column, value) };
    }
    default:
      return listedValue(policy, column, { vr, random });
  }
}

/** An identifier where a value belongs. */
function identifierIn(column: Column, vr: string, subject: Subject): Planted | undefined {
  const hidden = identifierFor(vr, subject);
  if (hidden === undefined) {
    return undefined;
  }
  const present = column.kind === 'dimension' && column.field.transform.kind === 'present';
  const numeric =
    column.kind === 'dimension' && ['decimal', 'tesla', 'megabecquerel'].includes(column.field.transform.kind);
  const expected = present ? codeOf(column, 'YES') : numeric && hidden.text ? missingOf(column) : nothingOf(column);
  return { leaf: hidden.leaf, kind: 'identifier', expected, tokens: hidden.tokens };
}

interface Hidden {
  readonly leaf: Leaf;
  readonly tokens: readonly Token[];
  /** Whether it can't be read as a number. */
  readonly text: boolean;
}

/** A name, a number or more of the patient, as fits the representation. */
function identifierFor(vr: string, { person, visit, random, explicit }: Subject): Hidden | undefined {
  const { number, patientId, names, family, street } = person;
  const text = (value: string, ...tokens: readonly Token[]): Hidden => ({ leaf: { vr, value }, tokens, text: true });
  switch (vr) {
    case 'CS':
      return text(visit.doctor.text.toUpperCase(), visit.doctor);
    case 'DS':
    case 'IS':
      return random.chance(0.5)
        ? { leaf: { vr, value: number.text }, tokens: [number], text: false }
        : text(visit.doctor.text, visit.doctor);
    case 'FD':
      return { leaf: { vr, value: { numbers: [Number(number.text)] } }, tokens: [number], text: false };
    case 'UI':
      return text(visit.uid.text, visit.uid);
    case 'AS':
    case 'DA':
    case 'TM':
      return text(visit.operator.text, visit.operator);
    case 'SH':
      return { leaf: { vr, value: family.bytes }, tokens: names.slice(0, 1), text: true };
    case 'LO':
    case 'LT':
    case 'ST':
    case 'UT': {
      const value = Buffer.concat([Buffer.from(`${street.text} `), family.bytes, Buffer.from(` ${patientId.text}`)]);
      return { leaf: { vr, value }, tokens: [street, names[0]!, patientId], text: true };
    }
    default:
      // A file that says its representations can say a wrong one, and put text where a number belongs.
      return explicit
        ? { leaf: { vr: 'LO', value: visit.doctor.text }, tokens: [visit.doctor], text: true }
        : undefined;
  }
}

/** A listed value beside an identifier: the one must stay, the other must go. */
function bothIn(column: Column, vr: string, subject: Subject): Planted | undefined {
  const { person, visit, policy, random } = subject;
  if (column.kind === 'measure' && (vr === 'DS' || vr === 'IS')) {
    const { raw, expected } = measured(column, { vr, random });
    return { leaf: { vr, value: `${raw}\\${visit.doctor.text}` }, kind: 'both', expected, tokens: [visit.doctor] };
  }
  const words = column.kind === 'dimension' && vr === 'LO' ? ruleWords(policy, column, random) : undefined;
  if (words === undefined || column.kind !== 'dimension') {
    return undefined;
  }
  const value = Buffer.concat([
    Buffer.from(`${words.text} `),
    person.family.bytes,
    Buffer.from(` ${person.patientId.text}`),
  ]);
  const tokens = [person.names[0]!, person.patientId];
  return { leaf: { vr, value }, kind: 'both', expected: codeOf(column, words.value), tokens };
}

/** Year, quarter or hour band of the visit; now and then a name stands where the date belongs. */
function plantPeriod(column: Dimension, subject: Subject, into: Draft): ColumnPlant | undefined {
  const [place] = placesOf(column);
  const { visit } = subject;
  if (place === undefined || !into.free([place])) {
    return undefined;
  }
  const { transform, keyword } = column.field;
  const common = { keyword, element: place.keyword, coarsened: true, kind: 'research' } as const;
  if (transform.kind === 'hour-band') {
    into.write(place, { vr: place.vr, value: visit.time.text });
    return { ...common, expected: codeOf(column, bandOf(transform.from, visit.time.text)), tokens: [visit.time] };
  }
  into.write(place, { vr: place.vr, value: dicomDate(visit.date) });
  const { year, month } = visit.date;
  const value = transform.kind === 'year' ? String(year) : `${year}-Q${Math.ceil(month / 3)}`;
  return { ...common, expected: codeOf(column, value), tokens: dateTokens(visit.date) };
}

function bandOf(from: (Transform & { kind: 'hour-band' })['from'], time: string): string {
  const hour = Number(time.slice(0, 2));
  const begun = Object.entries(from).filter(([, start]) => start <= hour);
  // Before the first band of the day it is still the last of the day before.
  return (begun.length > 0 ? begun : Object.entries(from)).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

const PER_YEAR: Readonly<Record<string, number>> = { Y: 1, M: 12, W: 365.2425 / 7, D: 365.2425 };

/** An age in one of its units, or a name instead of it; then birth date and study date must give it. */
function plantAge(column: Measure, { person, visit, random }: Subject, into: Draft): ColumnPlant | undefined {
  const [place] = placesOf(column);
  if (place === undefined || !into.free([place])) {
    return undefined;
  }
  const { topCode } = column.field.transform as Transform & { kind: 'age' };
  const common = { keyword: column.field.keyword, element: place.keyword, coarsened: false };
  if (random.chance(0.3)) {
    into.write(place, { vr: 'AS', value: visit.operator.text });
    const tokens = [visit.operator, ...dateTokens(person.born)];
    return { ...common, kind: 'both', expected: nearestStep(column, Math.min(topCode, ageAt(person, visit))), tokens };
  }
  const unit = random.pick(['Y', 'Y', 'Y', 'M', 'W', 'D']);
  const count = unit === 'Y' ? random.between(0, 119) : random.between(0, 999);
  const years = Math.floor(count / PER_YEAR[unit]! + 1e-9);
  into.write(place, { vr: 'AS', value: `${String(count).padStart(3, '0')}${unit}` });
  return { ...common, kind: 'research', expected: nearestStep(column, Math.min(topCode, years)), tokens: [] };
}

function nearestStep({ step }: Measure, years: number): number {
  return Math.floor(years / step + 0.5);
}

function ageAt({ born }: Person, { date }: Visit): number {
  const before = date.month < born.month || (date.month === born.month && date.day < born.day);
  return date.year - born.year - (before ? 1 : 0);
}

/** One of several values of an element; other columns may write the others. */
function plantItem(column: Dimension, subject: Subject, into: Draft): ColumnPlant | undefined {
  const [place] = placesOf(column);
  const { transform, keyword } = column.field;
  if (place === undefined || transform.kind !== 'vocabulary-item' || !into.freeForItems(place)) {
    return undefined;
  }
  const { policy, random, visit } = subject;
  const common = { keyword, element: place.keyword, coarsened: false };
  if (random.chance(0.3)) {
    into.writeItem(place, transform.item, visit.doctor.text.toUpperCase());
    return { ...common, kind: 'identifier', expected: column.otherCode, tokens: [visit.doctor] };
  }
  const research = listedValue(policy, column, { vr: place.vr, random });
  if (research === undefined || typeof research.raw !== 'string') {
    return undefined;
  }
  into.writeItem(place, transform.item, research.raw);
  return { ...common, kind: 'research', expected: research.expected, tokens: [] };
}

/** Writes the step that tells a series from every other. */
export function plantMark(column: Measure, step: number, { random }: Subject, into: Draft): ColumnPlant {
  const place = placesOf(column)[0]!;
  const { raw, expected } = measuredAt(column, step, { vr: place.vr, random });
  into.write(place, { vr: place.vr, value: raw });
  const { keyword } = column.field;
  return { keyword, element: place.keyword, kind: 'research', coarsened: false, expected, tokens: [] };
}
