/** Sources into staging. */
export { type IngestOptions, ingestSource } from './ingest-source.ts';
export { readQuarantined, resealQuarantined } from './quarantine.ts';
export type { IngestProgress, IngestReport } from './report.ts';
