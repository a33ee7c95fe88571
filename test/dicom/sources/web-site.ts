import { afterEach, beforeEach } from 'vitest';
import type { IngestOptions, IngestReport } from '../../../src/dicom/index.ts';
import { type Folders, folders, ingest, type KeptStaging, keptStaging } from '../ingesting.ts';
import { goodSeries, type WebArchive, type WebSeries, webArchive } from './web-archive.ts';

/** What each test of a file has of its own: folders, a staging, and a server once it serves. */
export interface WebSite {
  readonly at: Folders;
  readonly staging: KeptStaging;
  readonly archive: WebArchive;
  serve(series: readonly WebSeries[]): Promise<void>;
  /** Ingests what is served; with retries that wait for nothing. */
  ingested(more?: Partial<IngestOptions> & { readonly headerFile?: string }): Promise<IngestReport>;
}

const PACE = { replyMsMax: 20_000, retryMs: 1 };

/** Made afresh before each test of the file that calls this. */
export function webSite(): WebSite {
  let at: Folders;
  let staging: KeptStaging;
  let archive: WebArchive;
  beforeEach(() => {
    at = folders();
    staging = keptStaging();
  });
  afterEach(async () => {
    await archive.close();
    at.remove();
  });
  return {
    get at() {
      return at;
    },
    get staging() {
      return staging;
    },
    get archive() {
      return archive;
    },
    async serve(series) {
      archive = await webArchive(series);
    },
    ingested(more = {}) {
      return ingest({ source: archive.base, siteFolder: at.siteFolder }, staging, { pace: PACE, ...more });
    },
  };
}

/** Ten series of three instances. */
export function tenSeries(): WebSeries[] {
  return Array.from({ length: 10 }, (_, n) => goodSeries(n, 3));
}
