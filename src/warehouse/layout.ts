import { assert } from '../base/index.ts';

// How rows are stored. The types say what this floor needs of a policy; the policy of `policy/` has that shape.

interface StoredField {
  readonly keyword: string;
  readonly multiplicity?: 'patient' | 'series' | undefined;
}

/** A stored dimension: codes 0 … `missingCode`, the last two of which are OTHER and MISSING. */
export interface StoredDimension {
  readonly kind: 'dimension';
  readonly field: StoredField;
  readonly otherCode: number;
  readonly missingCode: number;
}

/** A stored measure: integers from `minStep` to `maxStep`, in units of the field's step, or `missingStep` below them. */
export interface StoredMeasure {
  readonly kind: 'measure';
  readonly field: StoredField;
  readonly minStep: number;
  readonly maxStep: number;
  readonly missingStep: number;
  /** What publish works it out of; `undefined` for what is staged. */
  readonly derived?: StoredDerivation | undefined;
}

/** What publish works out of a patient's own series: numbers of instances, series and studies, and whole days. */
export type StoredDerivation =
  | 'instances-of-series'
  | 'series-of-study'
  | 'studies-of-patient'
  | 'days-since-first-study';

/** What decides how rows are staged and published. */
export interface StoredPolicy {
  /** “id@version”. */
  readonly name: string;
  /** SHA-256, hex: staging of another hash is another file. */
  readonly deidentificationHash: string;
  readonly columns: ReadonlyMap<string, StoredDimension | StoredMeasure>;
  readonly document: { readonly disclosure: { readonly rowsPerPatientMax: { readonly value: number } } };
}

/** One stored column: an SQL identifier, its type and both ends of its domain. */
export interface StoredColumn {
  readonly name: string;
  readonly type: 'UTINYINT' | 'USMALLINT' | 'INTEGER';
  readonly min: number;
  readonly max: number;
  readonly missing: number;
  /** The code of OTHER, where there is one. */
  readonly other: number | undefined;
  /** Publish keeps one value of it per patient. */
  readonly perPatient: boolean;
  /** What publish works it out of; `undefined` for what is staged. */
  readonly derived: StoredDerivation | undefined;
}

const KEYWORD = /^[A-Z][A-Za-z0-9]{0,63}$/;

// DuckDB compares identifiers without case, so a keyword may not be one of our own columns in capitals.
const OWN_NAMES = new Set(
  'patient study series instance instances seed block scope live digest device day id header'.split(' '),
);

/**
 * The stored columns of a policy, in the order of its document.
 * @throws AssertionFailure when a keyword is no identifier or a domain doesn't fit its type.
 */
export function storedColumns(policy: StoredPolicy): readonly StoredColumn[] {
  return Object.freeze([...policy.columns].map(([keyword, column]) => storedColumn(keyword, column)));
}

function storedColumn(keyword: string, column: StoredDimension | StoredMeasure): StoredColumn {
  assert(KEYWORD.test(keyword) && !OWN_NAMES.has(keyword.toLowerCase()), 'a keyword is an identifier of its own');
  const perPatient = column.field.multiplicity === 'patient';
  if (column.kind === 'dimension') {
    assert(
      column.missingCode === column.otherCode + 1 && column.missingCode < 65_536,
      'OTHER and MISSING end a domain',
    );
    return Object.freeze({
      name: keyword,
      type: column.missingCode < 256 ? 'UTINYINT' : 'USMALLINT',
      min: 0,
      max: column.missingCode,
      missing: column.missingCode,
      other: column.otherCode,
      perPatient,
      derived: undefined,
    });
  }
  assert(column.missingStep === column.minStep - 1 && column.minStep <= column.maxStep, 'MISSING lies below a range');
  assert(Number.isSafeInteger(column.missingStep) && Math.abs(column.missingStep) < 2 ** 31, 'steps fit 32 bits');
  assert(Number.isSafeInteger(column.maxStep) && Math.abs(column.maxStep) < 2 ** 31, 'steps fit 32 bits');
  return Object.freeze({
    name: keyword,
    type: 'INTEGER',
    min: column.missingStep,
    max: column.maxStep,
    missing: column.missingStep,
    other: undefined,
    perPatient,
    derived: column.derived,
  });
}
