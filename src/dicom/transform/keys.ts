import { equalBytes, type Keyed } from '../../base/index.ts';
import type { StagedInstance } from '../../warehouse/index.ts';
import type { Header } from '../parse/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { normalised, patientPseudonym, pseudonym } from './pseudonym.ts';
import { TAGS } from './tags.ts';

/** The four pseudonyms of a header, or which identifiers it lacks. */
export type KeysOf = (header: Header) => StagedInstance | Extract<QuarantineReason, `no-${string}`>;

const NOTHING = new Uint8Array(0);

/** Keys under the site's pseudonym key. Instances of one series come in a row, so their common keys are made once. */
export function keysUnder(keyed: Keyed): KeysOf {
  const patientOf = remembering((issuer, patientId) => patientPseudonym(keyed, { issuer, patientId }));
  const studyOf = remembering((study) => pseudonym(keyed, 'study', [study]));
  const seriesOf = remembering((series) => pseudonym(keyed, 'series', [series]));
  return (header) => {
    const raw = (tag: number): Uint8Array => normalised(header.raw(tag));
    const patientId = raw(TAGS.PatientID);
    if (patientId.length === 0) {
      return 'no-patient-id';
    }
    const study = raw(TAGS.StudyInstanceUID);
    const series = raw(TAGS.SeriesInstanceUID);
    const instance = raw(TAGS.SOPInstanceUID);
    if (study.length === 0 || series.length === 0 || instance.length === 0) {
      return 'no-instance-ids';
    }
    return {
      patient: patientOf(raw(TAGS.IssuerOfPatientID), patientId),
      study: studyOf(study),
      series: seriesOf(series),
      instance: pseudonym(keyed, 'instance', [instance]),
    };
  };
}

/** Remembers the last answer of a function of bytes. */
function remembering<A extends readonly Uint8Array[]>(make: (...parts: A) => string): (...parts: A) => string {
  let asked: readonly Uint8Array[] | undefined;
  let answer = '';
  return (...parts) => {
    if (!asked?.every((part, at) => equalBytes(part, parts[at] ?? NOTHING))) {
      answer = make(...parts);
      // The bytes that were given may be overwritten by those of the next header.
      asked = parts.map((part) => part.slice());
    }
    return answer;
  };
}
