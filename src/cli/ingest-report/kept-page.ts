import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { loadNodeConfig } from '../files/configuration.ts';
import { requireNew, writeNewFile, writeTextFile } from '../files/write-text.ts';
import { reportPage, reportTitle } from './page.ts';
import type { IngestReport } from './report.ts';

/** A page that a report goes to. */
interface Kept {
  readonly file: string;
  readonly configFile: string;
}

/**
 * Looks whether a report may be written there: where nothing is, or the report of a former run, which the site keeps anyway and a nightly
 * ingest replaces. @throws SfumatoError `file-unwritable`.
 */
export function requireReportPlace({ file, configFile }: Kept): void {
  if (!holdsReport(file, siteOf(configFile))) {
    requireNew(file);
  }
}

/** Writes the report as a page, over a former one and over nothing else. @throws SfumatoError `file-unwritable`. */
export async function writeReport({ file, configFile }: Kept, report: IngestReport, at: Date): Promise<void> {
  const site = siteOf(configFile);
  const page = await reportPage(report, { site, at });
  if (holdsReport(file, site)) {
    writeTextFile(file, page);
  } else {
    writeNewFile(file, page);
  }
}

function siteOf(configFile: string): string {
  return loadNodeConfig(configFile).config.site;
}

const HEAD_BYTES = 1_024;

function holdsReport(file: string, site: string): boolean {
  // What is no plain file, such as a pipe, may not even be looked into.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    return false;
  }
  const head = headOf(file);
  return head.startsWith('<!doctype html>') && head.includes(`<title>${reportTitle(site)}</title>`);
}

function headOf(file: string): string {
  const bytes = Buffer.alloc(HEAD_BYTES);
  let opened: number | undefined;
  try {
    opened = openSync(file, 'r');
    return bytes.toString('utf8', 0, readSync(opened, bytes));
  } catch {
    // What can't be read isn't known to be a report.
    return '';
  } finally {
    if (opened !== undefined) {
      closeSync(opened);
    }
  }
}
