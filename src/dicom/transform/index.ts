/** The transforms: a scanned header becomes a de-identified row under one policy. */
export { type Deidentify, deidentification } from './row.ts';
