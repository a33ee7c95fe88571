import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { isSfumatoError } from '../../../src/base/index.ts';
import type { IngestOptions, IngestReport } from '../../../src/dicom/index.ts';
import { type Folders, folders, ingest, type KeptStaging, keptStaging } from '../ingesting.ts';

/** What each test of a file has of its own: folders for its tables, and a staging. */
export interface TableSite {
  readonly at: Folders;
  readonly staging: KeptStaging;
  /** Ingests one table of the source. */
  ingested(name: string, more?: Partial<IngestOptions>): Promise<IngestReport>;
  /** What is said of a table that can't be read. */
  failure(name: string): Promise<string>;
}

/** The columns that each table needs. */
export const IDS = 'PatientID,StudyInstanceUID,SeriesInstanceUID';

/** Made afresh before each test of the file that calls this. */
export function tableSite(): TableSite {
  let at: Folders;
  let staging: KeptStaging;
  beforeEach(() => {
    at = folders();
    staging = keptStaging();
  });
  afterEach(() => at.remove());
  const ingested = (name: string, more: Partial<IngestOptions> = {}) =>
    ingest({ source: join(at.source, name), siteFolder: at.siteFolder }, staging, more);
  return {
    get at() {
      return at;
    },
    get staging() {
      return staging;
    },
    ingested,
    async failure(name) {
      const error = await ingested(name).catch((thrown: unknown) => thrown);
      expect(isSfumatoError(error, 'file-unreadable'), String(error)).toBe(true);
      expect(String(error)).not.toContain(at.source); // a path may hold a name
      return String(error);
    },
  };
}
