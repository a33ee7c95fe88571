/** Folder trees into staging. */
export { type IngestOptions, ingestFolder } from './ingest-folder.ts';
export { readQuarantined } from './quarantine.ts';
export type { IngestProgress, IngestReport } from './report.ts';
