/** The transforms: a header becomes a de-identified row under one policy. */
export { patientPseudonym } from './pseudonym.ts';
export { type HeaderOutcome, representatives } from './representatives.ts';
export { deidentification } from './row.ts';
