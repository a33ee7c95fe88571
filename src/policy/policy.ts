import type { Derivation, Field, PolicyDocument } from './document.ts';

/** Present in the file, but not among the listed values. */
export const OTHER = 'OTHER';
/** Absent, or unreadable. */
export const MISSING = 'MISSING';

/** A dimension as it is stored: code i stands for `values[i]`; the last two values are OTHER and MISSING. */
export interface Dimension {
  readonly kind: 'dimension';
  readonly field: Field;
  readonly values: readonly string[];
  readonly otherCode: number;
  readonly missingCode: number;
}

/** A measure as it is stored: an integer in [minStep, maxStep], in units of `step`; `missingStep` (minStep − 1) is MISSING. */
export interface Measure {
  readonly kind: 'measure';
  readonly field: Field;
  readonly minStep: number;
  readonly maxStep: number;
  readonly missingStep: number;
  readonly step: number;
  readonly unit: string;
  /** Worked out at publish, so it isn't staged; `undefined` for what headers say. */
  readonly derived: Derivation | undefined;
}

/** A stored column of rows: every field whose role is dimension, measure or filter has exactly one, named by its keyword. */
export type Column = Dimension | Measure;

/** A loaded, checked, frozen policy. */
export interface Policy {
  readonly document: PolicyDocument;
  /** “id@version”. */
  readonly name: string;
  /** Stored columns by keyword, in the order of the document. */
  readonly columns: ReadonlyMap<string, Column>;
  /** SHA-256, hex, of what decides how rows come to be: keys staging and snapshots. */
  readonly deidentificationHash: string;
  /** SHA-256, hex, of what decides costs and bounds: keys stored answers. */
  readonly disclosureHash: string;
}
