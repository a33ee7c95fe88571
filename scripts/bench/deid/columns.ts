import type { Column, Dimension, Measure } from '../../../src/policy/index.ts';
import { type ColumnPlant, readable, type Subject } from './column-plant.ts';
import type { Draft } from './draft.ts';
import type { Leaf } from './encode.ts';
import { type Place, placesOf } from './policy.ts';
import { codeOf, listedValue, measured, missingOf, nothingOf, type Research, ruleWords } from './research.ts';
import { plantAge, plantItem, plantPeriod } from './special-columns.ts';
import type { Token } from './tokens.ts';

/** Plants something for `column`, or nothing where its elements are taken. */
export function plantColumn(column: Column, subject: Subject, into: Draft): ColumnPlant | undefined {
  switch (column.field.transform.kind) {
    case 'year':
    case 'quarter':
    case 'hour-band':
      return plantPeriod(column as Dimension, subject, into);
    case 'age':
      return plantAge(column as Measure, subject, into);
    case 'vocabulary-item':
      return plantItem(column as Dimension, subject, into);
    default:
      return plantValue(column, subject, into);
  }
}

/** Writes to the element of the column or to one that it reads when that is empty. */
function plantValue(column: Column, subject: Subject, into: Draft): ColumnPlant | undefined {
  const { random } = subject;
  const places = placesOf(column).filter(({ vr }) => vr !== 'SQ');
  const at = random.chance(0.5) ? 0 : random.below(places.length);
  const [place, before] = [places[at]!, places.slice(0, at)];
  const possible = into.free(place) && before.every((one) => into.empty(one));
  const planted = possible ? valueFor(column, place, subject) : undefined;
  if (planted === undefined) {
    return undefined;
  }
  for (const one of before) {
    into.remove(one);
  }
  into.write(place, planted.leaf);
  const { written, kind, expected, tokens } = planted;
  const { keyword } = column.field;
  return { keyword, element: nameOf(place), written, kind, coarsened: false, expected, tokens };
}

function nameOf({ keyword, within }: Place): string {
  return within.length === 0 ? keyword : `${keyword}, ${within.length} down`;
}

/** What file meta information says of every file of a series alike. */
export function metaPlant(column: Column, text: string): ColumnPlant | undefined {
  const { keyword } = column.field;
  if (column.kind !== 'dimension') {
    return undefined;
  }
  const expected = column.values.indexOf(text);
  return expected < 0
    ? undefined
    : { keyword, element: keyword, written: text, kind: 'research', coarsened: false, expected, tokens: [] };
}

interface Planted {
  readonly leaf: Leaf;
  readonly written: string;
  readonly kind: ColumnPlant['kind'];
  readonly expected: number;
  readonly tokens: readonly Token[];
}

function valueFor(column: Column, place: Place, subject: Subject): Planted | undefined {
  const { vr } = place;
  const wanted = subject.random.below(10);
  if (wanted < 3) {
    const hidden = identifierIn(column, vr, subject);
    if (hidden !== undefined) {
      return hidden;
    }
  }
  if (wanted === 3) {
    const mixed = bothIn(column, place, subject);
    if (mixed !== undefined) {
      return mixed;
    }
  }
  const research = researchValue(column, vr, subject);
  if (research === undefined) {
    return undefined;
  }
  const { raw, written, expected } = research;
  return { leaf: { vr, value: raw }, written, kind: 'research', expected, tokens: [] };
}

/** A listed value of a column in the representation of an element. */
function researchValue(column: Column, vr: string, { policy, person, random }: Subject): Research | undefined {
  if (column.kind === 'measure') {
    return measured(column, { vr, random });
  }
  const { transform } = column.field;
  switch (transform.kind) {
    case 'present': {
      const absent = random.chance(0.3);
      const raw = absent ? random.pick(transform.absentWords) : 'Iohexol 300';
      return { raw, written: raw, expected: codeOf(column, absent ? 'NO' : 'YES') };
    }
    case 'decimal':
    case 'tesla':
    case 'megabecquerel': {
      const value = random.pick(column.values.slice(0, column.otherCode));
      return { raw: value, written: value, expected: codeOf(column, value) };
    }
    default:
      return listedValue(policy, column, { vr, random, charset: person.charset });
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
  const { leaf, tokens } = hidden;
  return { leaf, written: readable(leaf), kind: 'identifier', expected, tokens };
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
function bothIn(column: Column, { vr, concept }: Place, subject: Subject): Planted | undefined {
  const { person, visit, policy, random } = subject;
  // The value of a numeric concept is one number; of other elements the first of several counts.
  if (column.kind === 'measure' && concept === undefined && (vr === 'DS' || vr === 'IS')) {
    const { raw, expected } = measured(column, { vr, random });
    const leaf = { vr, value: `${raw}\\${visit.doctor.text}` };
    return { leaf, written: readable(leaf), kind: 'both', expected, tokens: [visit.doctor] };
  }
  if (column.kind !== 'dimension' || vr !== 'LO') {
    return undefined;
  }
  const { charset, family, names, patientId } = person;
  const words = ruleWords(policy, column, { vr, random, charset });
  const start = words && charset.encode(`${words.text} `);
  if (words === undefined || start === undefined) {
    return undefined;
  }
  const value = Buffer.concat([start, family.bytes, Buffer.from(` ${patientId.text}`)]);
  const written = `“${words.text} ${family.text} ${patientId.text}”`;
  const expected = codeOf(column, words.value);
  return { leaf: { vr, value }, written, kind: 'both', expected, tokens: [names[0]!, patientId] };
}
