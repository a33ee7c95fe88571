/** Floor 1: staging, publishing and immutable snapshots; DuckDB lives here only. Queries enter by `scan.ts`. */

export { acknowledgedFile } from './consent/acknowledged.ts';
export type { ConsentBatch } from './consent/batch.ts';
export type { ConsentDigest } from './consent/content.ts';
export {
  type ConsentFile,
  checkConsent,
  consentFile,
  openConsent,
  resealConsent,
} from './consent/file.ts';
export { type FolderLock, lockFolder } from './folder-lock.ts';
export type { StoredDimension, StoredMeasure, StoredPolicy } from './layout.ts';
export type { NoText } from './parquet-column.ts';
export { openParquetFile, type ParquetFile } from './parquet-file.ts';
export type { PublishOptions, PublishProgress } from './publish/options.ts';
export { patientsMax } from './publish/patients.ts';
export { type Published, publish } from './publish/publish.ts';
export {
  type Intake,
  openRegister,
  type Register,
  type RegisterDigest,
  type RegisterOptions,
  registerFile,
  requireRegister,
  resealRegister,
} from './register/register.ts';
export { type Calendar, type Slot, slotAt } from './slot.ts';
export { hashSnapshotFile } from './snapshot-file.ts';
export {
  compareStagings,
  discardAnew,
  replacementReady,
  type StagingChange,
  stagingsThere,
} from './staging/anew.ts';
export type { FillRate, SourceNote, StagedInstance, StagedRow, StagedTotals, Staging } from './staging/row.ts';
export { openStaging } from './staging/staging.ts';
export { stagingFile } from './staging/staging-file.ts';
