import type { Policy } from '../../policy/index.ts';
import type { StagedRow } from '../../warehouse/index.ts';
import { headerValues, rawValue } from '../parse/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { ScannedHeader } from '../scan/index.ts';
import { columnTransforms } from './column.ts';
import { tagsOf } from './field-value.ts';
import { normalised, patientPseudonym, pseudonym } from './pseudonym.ts';
import { readingOf } from './reading.ts';
import { holdsIdentity } from './self-test.ts';
import { TAGS } from './tags.ts';

/** A de-identified row, or why there is none. */
export type RowOutcome = StagedRow | QuarantineReason;

/** De-identifies one scanned header. */
export type Deidentify = (header: ScannedHeader) => RowOutcome;

/**
 * The de-identification that `policy` describes, under the site's 32-byte pseudonym key: the header's identifiers become
 * keyed pseudonyms, its listed elements codes and steps, and nothing else of it is looked at.
 */
export function deidentification(policy: Policy, key: Uint8Array): Deidentify {
  const transforms = columnTransforms(policy);
  const wanted = wantedTags(policy);
  return (header) => {
    const keys = keysOf(header, key);
    if (typeof keys === 'string') {
      return keys;
    }
    const values = headerValues(header, wanted);
    if (typeof values === 'string') {
      return values;
    }
    const reading = readingOf(values);
    const stored = [...transforms].map(([keyword, transform]) => [keyword, transform(reading)] as const);
    const row = { ...keys, values: Object.fromEntries(stored) };
    return holdsIdentity(row, { header, policy }) ? 'identity-in-value' : row;
  };
}

function wantedTags(policy: Policy): ReadonlySet<number> {
  const read = [...policy.columns.values()].flatMap(({ field }) => tagsOf(field));
  return new Set([...read, TAGS.PatientBirthDate, TAGS.StudyDate]);
}

function keysOf(header: ScannedHeader, key: Uint8Array): Omit<StagedRow, 'values'> | QuarantineReason {
  const raw = (tag: number): Uint8Array => normalised(rawValue(header, tag));
  const patientId = raw(TAGS.PatientID);
  const [study, series, instance] = [TAGS.StudyInstanceUID, TAGS.SeriesInstanceUID, TAGS.SOPInstanceUID].map(raw);
  if (patientId.length === 0) {
    return 'no-patient-id';
  }
  if (!study?.length || !series?.length || !instance?.length) {
    return 'no-instance-ids';
  }
  return {
    patient: patientPseudonym(key, { issuer: raw(TAGS.IssuerOfPatientID), patientId }),
    study: pseudonym(key, 'study', [study]),
    series: pseudonym(key, 'series', [series]),
    instance: pseudonym(key, 'instance', [instance]),
  };
}
