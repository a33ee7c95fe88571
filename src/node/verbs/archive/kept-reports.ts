import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, writeDurably } from '../../../base/files.ts';
import { isSfumatoError, LIMITS, SfumatoError, systemCode, utf8ToBytes } from '../../../base/index.ts';

const Counts = z.record(z.string(), z.int().nonnegative());
const Whole = z.int().nonnegative();

/** What an ingest did, and how full staging was after it, as its file has it. No path and no address: either may hold a name. */
const KeptReport = z.strictObject({
  format: z.literal(1),
  run: z.int().positive(),
  /** When it ended, in milliseconds since 1970-01-01 UTC. */
  endedMs: Whole,
  policy: z.string(),
  source: z.enum(['folder', 'dicomweb', 'table']),
  report: z.strictObject({
    unit: z.enum(['files', 'series', 'rows']),
    read: Whole,
    stored: Whole,
    counted: Whole,
    copies: Whole.exactOptional(),
    known: Whole,
    skipped: Counts,
    quarantined: Counts,
    privateElements: Counts.exactOptional(),
    ignoredColumns: z.array(z.string()).readonly().exactOptional(),
    listInDoubt: z.literal(true).exactOptional(),
    listStale: z.literal(true).exactOptional(),
    empty: z.literal(true).exactOptional(),
    anew: z.literal(true).exactOptional(),
    staged: z.strictObject({ patients: Whole, studies: Whole, series: Whole, instances: Whole, devices: Whole }),
    fields: z.array(z.strictObject({ keyword: z.string(), series: Whole, filled: Whole, other: Whole })).readonly(),
  }),
});
export type KeptReport = z.infer<typeof KeptReport>;

const FILE = /^(\d{6,12})\.json$/;

/** The numbers of the runs whose reports are there, the oldest first. @throws SfumatoError `file-unreadable`. */
export function keptRuns(siteFolder: string): readonly number[] {
  try {
    const runs = readdirSync(folderIn(siteFolder)).flatMap((name) => FILE.exec(name)?.[1] ?? []);
    return runs.map(Number).sort((one, other) => one - other);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') {
      return [];
    }
    throw new SfumatoError('file-unreadable', `${folderIn(siteFolder)} could not be read; look at its rights.`, {
      cause,
    });
  }
}

/** Keeps a report under the next number, and the newest `LIMITS.ingestReportsMax` of all. @throws SfumatoError. */
export function keepReport(siteFolder: string, report: Omit<KeptReport, 'format' | 'run'>): number {
  const runs = keptRuns(siteFolder);
  const run = (runs.at(-1) ?? 0) + 1;
  const kept = KeptReport.parse({ format: 1, run, ...report });
  makeFolder(folderIn(siteFolder));
  writeDurably(fileOf(siteFolder, run), utf8ToBytes(`${JSON.stringify(kept)}\n`));
  for (const old of runs.slice(0, Math.max(0, runs.length + 1 - LIMITS.ingestReportsMax))) {
    rmSync(fileOf(siteFolder, old), { force: true });
  }
  return run;
}

/** The number under which a report was kept, or that there is no place for it: what it counts is staged all the same. */
export function keptOrNot(
  siteFolder: string,
  report: Parameters<typeof keepReport>[1],
): { run: number } | { notKept: true } {
  try {
    return { run: keepReport(siteFolder, report) };
  } catch (error) {
    if (isSfumatoError(error)) {
      return { notKept: true };
    }
    throw error;
  }
}

/** The report of a run. @throws SfumatoError `wrong-use` where there is none, `file-unreadable` where it is none of this form. */
export function keptReport(siteFolder: string, run: number): KeptReport {
  if (!keptRuns(siteFolder).includes(run)) {
    throw new SfumatoError(
      'wrong-use',
      `No report of ingest ${run} is kept; \`sfumato staging reports\` lists those that are.`,
    );
  }
  const file = fileOf(siteFolder, run);
  try {
    return KeptReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new SfumatoError('file-unreadable', `${file} is no report of this version; move it away.`, { cause });
  }
}

const folderIn = (siteFolder: string): string => join(siteFolder, 'ingests');

function fileOf(siteFolder: string, run: number): string {
  return join(folderIn(siteFolder), `${String(run).padStart(6, '0')}.json`);
}
