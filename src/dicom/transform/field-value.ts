import { AssertionFailure, assert } from '../../base/index.ts';
import { bandOf, type Field, foldTerm, type Transform, termsOf, type Vocabulary } from '../../policy/index.ts';
import { type Place, strictDecimal } from '../parse/index.ts';
import { ageInYears } from './age.ts';
import { strictDate, strictHour } from './date.ts';
import { megabecquerel, tesla } from './decimal.ts';
import { item, type Reading } from './reading.ts';
import { PLACES, tagNumber } from './tags.ts';

/** What a transform makes of a header: a word of the field's vocabulary, a number in its unit, or nothing readable. */
export type FieldValue = string | number | undefined;

type Read = (header: Reading) => FieldValue;

interface Source {
  /** The field's own element, then those it also reads. */
  readonly places: readonly Place[];
  readonly vocabulary: Vocabulary | undefined;
}

/** Everything that a field reads, in order of preference. */
export function placesOf(field: Field): readonly Place[] {
  const further = (field.alsoReads ?? []).map(({ tag, within = [], concept }) => ({
    tag: tagNumber(tag),
    within: within.map(tagNumber),
    concept,
  }));
  return [{ tag: tagNumber(field.tag), within: [] }, ...further];
}

/** The function of a field's transform; one per kind, and the list of kinds is closed. */
export function fieldValue(field: Field, vocabulary: Vocabulary | undefined): Read {
  const { transform } = field;
  const source = { places: placesOf(field), vocabulary };
  switch (transform.kind) {
    case 'vocabulary':
    case 'sop-class':
      return listed(source, (text) => text);
    case 'vocabulary-item':
      return listed(source, (text) => item(text, transform.item));
    case 'present':
      return presence(source, transform);
    case 'year':
    case 'quarter':
      return period(source, transform.kind);
    case 'age':
      return age(source, transform);
    case 'decimal':
      return decimal(source, transform);
    case 'tesla':
      return converted(source, tesla);
    case 'megabecquerel':
      return converted(source, megabecquerel);
    case 'hour-band':
      return hourBand(source, transform);
    case 'drop':
    case 'pseudonym':
    case 'derived':
      throw new AssertionFailure('no header says what is dropped, only a key, or derived at publish');
  }
}

/** A word of the vocabulary, or OTHER; a SOP class is one too, whose aliases are UIDs. */
function listed({ places, vocabulary }: Source, part: (text: string) => string | undefined): Read {
  assert(vocabulary !== undefined, 'the policy rules give a vocabulary to every field that is brought to one');
  const terms = remembering(termsOf(vocabulary));
  return (header) => {
    const text = header.text(places);
    const raw = text === undefined ? undefined : part(text);
    return raw === undefined ? undefined : terms(raw);
  };
}

const REMEMBERED_MAX = 256;

/** An archive says the same few things over and over; what was looked up is kept while there is room, then all of it is dropped. */
function remembering(terms: (raw: string) => string): (raw: string) => string {
  const known = new Map<string, string>();
  return (raw) => {
    const found = known.get(raw);
    if (found !== undefined) {
      return found;
    }
    if (known.size >= REMEMBERED_MAX) {
      known.clear();
    }
    const term = terms(raw);
    known.set(raw, term);
    return term;
  };
}

/** YES, or NO where the text itself says none was; an element that isn't there says nothing either way. */
function presence({ places }: Source, { absentWords }: Transform & { kind: 'present' }): Read {
  const absent = new Set(absentWords.map(foldTerm));
  return (header) => {
    const text = header.text(places);
    return text === undefined ? undefined : absent.has(foldTerm(text)) ? 'NO' : 'YES';
  };
}

function period({ places }: Source, kind: 'year' | 'quarter'): Read {
  return (header) => {
    const text = header.text(places);
    const day = text === undefined ? undefined : strictDate(text);
    if (day === undefined || kind === 'year') {
      return day?.year;
    }
    return `${day.year}-Q${Math.ceil(day.month / 3)}`;
  };
}

function age({ places }: Source, { topCode }: Transform & { kind: 'age' }): Read {
  return (header) => {
    const years = ageInYears({
      age: header.text(places.slice(0, 1)),
      birthDate: header.text([PLACES.PatientBirthDate]),
      studyDate: header.text([PLACES.StudyDate]),
    });
    return years === undefined ? undefined : Math.min(years, topCode);
  };
}

/** The first value of the element by the strict grammar. */
function decimal({ places }: Source, { zeroIsMissing }: Transform & { kind: 'decimal' }): Read {
  return (header) => {
    const number = numberAt(header, places);
    return zeroIsMissing && number === 0 ? undefined : number;
  };
}

/** A number in the unit that `convert` gives; a magnet of 0 T or an activity of 0 Bq is one that nobody wrote down. */
function converted({ places }: Source, convert: (number: number) => number): Read {
  return (header) => {
    const number = numberAt(header, places);
    return number === undefined || number === 0 ? undefined : convert(number);
  };
}

/** The band that began last at or before the hour; before the first one of the day, it is still the last of yesterday. */
function hourBand({ places }: Source, { from }: Transform & { kind: 'hour-band' }): Read {
  return (header) => {
    const text = header.first(places);
    const hour = text === undefined ? undefined : strictHour(text);
    return hour === undefined ? undefined : bandOf(from, hour);
  };
}

function numberAt(header: Reading, places: readonly Place[]): number | undefined {
  const text = header.first(places);
  return text === undefined ? undefined : strictDecimal(text);
}
