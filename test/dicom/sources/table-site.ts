import { join } from 'node:path';
import { expect } from 'vitest';
import { isSfumatoError } from '../../../src/base/index.ts';
import type { IngestOptions } from '../../../src/dicom/index.ts';
import { type Folders, ingest, type KeptStaging } from '../ingesting.ts';

/** Where tables lie, and what is kept of them. */
export interface TableSite {
  readonly at: Folders;
  readonly staging: KeptStaging;
}

/** The columns that each table needs. */
export const IDS = 'PatientID,StudyInstanceUID,SeriesInstanceUID';

/** Ingests one table of the source. */
export function ingestTable({ at, staging }: TableSite, name: string, more: Partial<IngestOptions> = {}) {
  return ingest({ source: join(at.source, name), siteFolder: at.siteFolder }, staging, more);
}

/** What is said of a table that can't be read. */
export async function tableFailure(site: TableSite, name: string): Promise<string> {
  const error = await ingestTable(site, name).catch((thrown: unknown) => thrown);
  expect(isSfumatoError(error, 'file-unreadable'), String(error)).toBe(true);
  expect(String(error)).not.toContain(site.at.source); // a path may hold a name
  return String(error);
}
