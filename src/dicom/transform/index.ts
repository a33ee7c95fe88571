/** The transforms: a scanned header becomes a de-identified row under one policy. */
export { patientPseudonym } from './pseudonym.ts';
export { deidentification } from './row.ts';
