import type { StoredColumn, StoredDerivation } from '../layout.ts';

// Columns that publish works out of a patient's own series: over all of them, before the cut to so many rows a patient.

// `s` is a row of the table `studies`.
const NUMBERS: Readonly<Record<Exclude<StoredDerivation, 'instances-of-series'>, string>> = {
  'series-of-study': 's.study_series',
  'studies-of-patient': 's.patient_studies',
  // NULL for a study without a day, whatever the patient's others have.
  'days-since-first-study': 's.study_day - s.first_day',
};

/** A stored column that publish works out. */
export interface DerivedColumn extends StoredColumn {
  readonly derived: StoredDerivation;
}

/** Whether publish works a column out. */
export function isDerived(column: StoredColumn): column is DerivedColumn {
  return column.derived !== undefined;
}

/** The value of a derived column, clamped to its range; MISSING where there is no number. `instances` is an expression. */
export function derivedValue({ derived, name, max, missing, type }: DerivedColumn, instances: string): string {
  const number = derived === 'instances-of-series' ? instances : NUMBERS[derived];
  const clamped = `least(greatest(${number}, ${missing + 1}), ${max})`;
  return `CAST(CASE WHEN ${number} IS NULL THEN ${missing} ELSE ${clamped} END AS ${type}) AS "${name}"`;
}
