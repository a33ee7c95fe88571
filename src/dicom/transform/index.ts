/** The transforms: a header becomes a de-identified row under one policy. */
export { patientPseudonym } from './pseudonym.ts';
export {
  type Candidate,
  type HeaderOutcome,
  type OutcomeOf,
  type Representatives,
  representatives,
} from './representatives.ts';
export { deidentification } from './row.ts';
export { TAGS, tagNumber } from './tags.ts';
