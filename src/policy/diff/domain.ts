import type { Field, PolicyDocument, Range, Transform, Vocabulary } from '../document.ts';
import { type Change, type Direction, risingLoosens } from './change.ts';
import { bandsDirection, vocabularyDirection } from './coarser.ts';

/** One field as two policies have it, each with the document around it. */
export interface FieldPair {
  readonly before: { readonly field: Field; readonly document: PolicyDocument };
  readonly after: { readonly field: Field; readonly document: PolicyDocument };
}

/** How a field that both policies keep differs in its transform, its domain, its role and its multiplicity. */
export function domainChanges(pair: FieldPair): Change[] {
  const { before, after } = pair;
  const about = { part: 'fields', subject: after.field.keyword } as const;
  const change = (direction: Direction, sentence: string): Change => ({ ...about, direction, sentence });
  return [
    ...transformChanges(pair).map(([direction, sentence]) => change(direction, sentence)),
    ...vocabularyChanges(pair).map(([direction, sentence]) => change(direction, sentence)),
    ...rangeChanges(before.field, after.field).map(([direction, sentence]) => change(direction, sentence)),
    ...roleChanges(before.field, after.field).map(([direction, sentence]) => change(direction, sentence)),
  ];
}

type Judged = readonly [direction: Direction, sentence: string];

function vocabularyOf({ vocabulary = '' }: Field, { vocabularies }: PolicyDocument): Vocabulary | undefined {
  return vocabularies[vocabulary];
}

function vocabularyChanges({ before, after }: FieldPair): Judged[] {
  const [was, is] = [before, after].map(({ field, document }) => vocabularyOf(field, document));
  if (was === undefined || is === undefined) {
    return [];
  }
  return judged(before.field.vocabulary !== after.field.vocabulary, vocabularyDirection(was, is), [
    `is one of ${is.values.length} values (${after.field.vocabulary})`,
    `one of ${was.values.length} (${before.field.vocabulary})`,
  ]);
}

function transformChanges({ before, after }: FieldPair): Judged[] {
  const [older, newer] = [before.field.transform, after.field.transform];
  if (older.kind !== newer.kind) {
    // A quarter says its year. Of all others, neither kind follows from the other.
    const isCoarser = older.kind === 'quarter' && newer.kind === 'year';
    return [[isCoarser ? 'tightening' : 'loosening', `is made by ${newer.kind}, was ${older.kind}`]];
  }
  const settings = settingsOf(newer);
  return settings === settingsOf(older)
    ? []
    : [[settingDirection(older, newer), `is made by ${newer.kind} with ${settings}, was ${settingsOf(older)}`]];
}

function settingsOf({ kind: _kind, ...settings }: Transform): string {
  const texts = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return texts.join(', ').replaceAll('"', '');
}

function settingDirection(before: Transform, after: Transform): Direction {
  if (before.kind === 'age' && after.kind === 'age') {
    return risingLoosens(before.topCode, after.topCode);
  }
  // Other words for absence, another item or another domain of pseudonyms tell something else, which is never less; and a zero that is
  // or isn't MISSING parts from it what was rounded to 0.
  return before.kind === 'hour-band' && after.kind === 'hour-band'
    ? bandsDirection(before.from, after.from)
    : 'loosening';
}

function rangeChanges({ range: before, transform }: Field, { range: after }: Field): Judged[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const { min, max, unit } = after;
  const shift = (min - before.min) / before.step;
  const isShifted = Math.abs(shift - Math.round(shift)) > 1e-6;
  const ends = min === before.min && max === before.max;
  const [bins, binsBefore] = [after.bins?.join(', ') ?? 'none', before.bins?.join(', ') ?? 'none'];
  return [
    ...judged(!ends, isCut(before, after, transform) ? 'tightening' : 'loosening', [
      `ranges from ${min} to ${max}`,
      `${before.min} to ${before.max}`,
    ]),
    ...stepChanges(before, after, transform),
    ...judged(isShifted, 'loosening', ['is rounded to other steps', `to those from ${before.min} on`]),
    ...judged(unit !== before.unit, 'loosening', [`is counted in ${unit}`, before.unit]),
    ...judged(bins !== binsBefore, 'neutral', [`has the default bins ${bins}`, binsBefore]),
  ];
}

/**
 * Whether a narrower range only takes away. What lies beyond an end is MISSING, so a new end parts what was rounded to it, but where values
 * are whole numbers kept one by one. Ages above the upper end count as that, and so do derived numbers beyond either end.
 */
function isCut(was: Range, { min, max }: Range, { kind }: Transform): boolean {
  const isKeptOneByOne = kind === 'derived' || (kind === 'age' && was.step === 1);
  const isTold = (min === was.min || isKeptOneByOne) && (max === was.max || isKeptOneByOne || kind === 'age');
  return isTold && min >= was.min && max <= was.max;
}

/**
 * Values go to the nearest step, ties up, so that where values are parted each new step follows from an old one if it is an odd multiple of it;
 * of whole numbers kept one by one, all do.
 */
function stepChanges({ step: was }: Range, { step }: Range, { kind }: Transform): Judged[] {
  const times = step / was;
  const isOdd = Math.abs(times - Math.round(times)) < 1e-6 && Math.round(times) % 2 === 1;
  const follows = isOdd || (kind === 'age' && was === 1);
  return step > was && !follows
    ? [['loosening', `is kept in steps of ${step}, which part values otherwise, was ${was}`]]
    : judged(step !== was, risingLoosens(step, was), [`is kept in steps of ${step}`, was]);
}

function roleChanges(before: Field, after: Field): Judged[] {
  const single = after.multiplicity === 'patient';
  const was = before.multiplicity === 'patient';
  return [
    ...judged(after.role !== before.role, after.role === 'filter' ? 'tightening' : 'loosening', [
      `has the role ${after.role}`,
      before.role,
    ]),
    ...judged(single !== was, single ? 'tightening' : 'loosening', [
      single ? 'has one value per patient' : 'has a value per series',
      was ? 'one per patient' : 'one per series',
    ]),
  ];
}

function judged(
  differs: boolean,
  direction: Direction,
  [is, was]: readonly [is: string, was: string | number],
): Judged[] {
  return differs ? [[direction, `${is}, was ${was}`]] : [];
}
