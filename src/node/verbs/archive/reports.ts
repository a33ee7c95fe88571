import { z } from 'zod';
import type { NodeContext } from '../../context.ts';
import { type KeptReport, keptReport, keptRuns } from './kept-reports.ts';

/** One ingest among those whose reports are kept. */
export interface IngestLine extends Pick<KeptReport, 'run' | 'endedMs' | 'policy' | 'source'> {
  readonly read: number;
  readonly stored: number;
  readonly known: number;
  readonly quarantined: number;
  /** It read anew, beside what is staged. */
  readonly anew?: true;
}

type Folder = Pick<NodeContext, 'folder'>;

/** The ingests whose reports are kept, the newest first: exact counts, for who ingests here. @throws SfumatoError as `keptReport`. */
export async function listIngests({ ctx: { folder } }: { readonly ctx: Folder }): Promise<{
  ingests: readonly IngestLine[];
}> {
  return { ingests: [...keptRuns(folder)].reverse().map((run) => lineOf(keptReport(folder, run))) };
}

function lineOf({ run, endedMs, policy, source, report }: KeptReport): IngestLine {
  const { read, stored, known } = report;
  const quarantined = Object.values(report.quarantined).reduce((sum, count) => sum + count, 0);
  return { run, endedMs, policy, source, read, stored, known, quarantined, ...(report.anew && { anew: true }) };
}

/** Which ingest. */
export const IngestRunInput = z.strictObject({ run: z.int().positive() });

interface Show {
  readonly ctx: Folder;
  readonly input: z.infer<typeof IngestRunInput>;
}

/** The whole report of one ingest. @throws SfumatoError as `keptReport`. */
export async function showIngest({ ctx: { folder }, input: { run } }: Show): Promise<KeptReport> {
  return keptReport(folder, run);
}
