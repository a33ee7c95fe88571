/** Floor 2: DICOM headers become de-identified rows in staging. The generator of synthetic files has its own door, `generate.ts`. */
export { optimiseLater } from './child/index.ts';
export {
  type IngestOptions,
  type IngestProgress,
  type IngestReport,
  ingestSource,
  readQuarantined,
  resealQuarantined,
} from './ingest/index.ts';
export { spellingsOf } from './json/index.ts';
export { shownPath } from './path-bytes.ts';
export type { QuarantineReason, SkipReason } from './reasons.table.ts';
export { isAddress, namedSource, type Source } from './source/index.ts';
export { patientPseudonym } from './transform/index.ts';
