import type { Combined, MeasureResult } from '../contract/index.ts';
import { boundsOf } from './bounds.ts';
import { type ShownNumber, shownNumber } from './numbers.ts';
import { type Said, said, type Voice } from './voice.ts';
import type { Word } from './words.ts';

/** What a measure is of, and how it comes from what each patient has. */
export interface ShownTitle {
  readonly what: Said;
  readonly how: readonly Said[];
}

/** What one measure comes to. */
export interface ShownMeasure {
  readonly title: ShownTitle;
  /** The numbers, cell by cell. */
  readonly rows: readonly ShownNumber[];
  /** What the table says of no cell alone. */
  readonly whole: readonly ShownNumber[];
}

/** A measure as it is shown: its numbers in the order of the cells. */
export function shownMeasure({ keys }: Pick<Combined, 'keys'>, result: MeasureResult): ShownMeasure {
  const fields = fieldsOf(keys);
  return {
    title: titleOf(result),
    rows: keys.flatMap((key, at) => {
      const cell = fields.map((field) => key[field] ?? '');
      return (result.rows[at] ?? []).map((estimate) => shownNumber(cell, estimate));
    }),
    whole: (result.whole ?? []).map((estimate) => shownNumber([], estimate)),
  };
}

/** The fields that an answer is grouped by. */
export function fieldsOf(keys: Combined['keys']): readonly string[] {
  return Object.keys(keys[0] ?? {});
}

const COUNTS = {
  patients: 'countOfPatients',
  studies: 'countOfStudies',
  series: 'countOfSeries',
  instances: 'countOfInstances',
} as const satisfies Readonly<Record<NonNullable<MeasureResult['of']>, Word>>;

function titleOf(measure: MeasureResult): ShownTitle {
  const { kind, of, fields, per, reduce, perGroup } = measure;
  if (kind === 'count') {
    return { what: said(COUNTS[of ?? 'patients']), how: [] };
  }
  const names = fields.map(({ field, unit }) => `${field} (${unit})`).join(', ');
  const whose = per === 'study' ? said('studiesPerPatient', { count: perGroup }) : said('onePerPatient');
  const reduced = reduce === undefined ? [] : [said('reducedBy', { reduce })];
  return { what: said(`${kind}Of`, { names }), how: [whose, ...reduced, ...clampsOf(measure)] };
}

/** Measures of one field may differ in these alone. A histogram moves no value: what is beyond its bins has cells of its own. */
function clampsOf({ kind, fields }: MeasureResult): readonly Said[] {
  const word = fields.length === 1 ? 'clamped' : 'clampedEach';
  return kind === 'histogram' ? [] : fields.map((one) => said(word, { field: one.field, ...boundsOf(one) }));
}

/** “mean of PatientAge (years); up to 8 studies a patient, reduced by max, clamped to 0 … 90” */
export function titleText(voice: Voice, { what, how }: ShownTitle): string {
  return how.length === 0 ? voice.say(what) : `${voice.say(what)}; ${how.map(voice.say).join(', ')}`;
}
