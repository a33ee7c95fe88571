import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { bar } from '../bar.ts';
import { helpTail, type Shell } from '../shell.ts';
import { table } from '../table.ts';
import { siteVerb } from '../verb.ts';

const Progress = z.object({
  files: z.number(),
  total: z.number(),
  quarantined: z.number(),
  perSecond: z.number(),
});

const Report = z.object({
  read: z.number(),
  stored: z.number(),
  counted: z.number(),
  known: z.number(),
  skipped: z.record(z.string(), z.number()),
  quarantined: z.record(z.string(), z.number()),
});

/** `sfumato ingest`: headers of a folder tree, de-identified into staging. */
export function registerIngest(program: Command, shell: Shell): void {
  const command = program
    .command('ingest')
    .description('read the DICOM headers of a folder tree into the site’s staging')
    .argument('<source>', 'the folder to read; subfolders too, whatever the files are called')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((source: string, options: { config: string; json?: boolean }) =>
      shell.run(options, async () => ingest(shell, source, options.config)),
    );
  helpTail(command, ['npx --no sfumato ingest archive/ --config site/node.yaml']);
}

/** Ingests with a progress bar; shared with the demo. */
export async function ingest(shell: Shell, source: string, configFile: string) {
  const raw = await siteVerb(shell, {
    configFile,
    verb: 'ingest',
    input: { source: resolve(source) },
    onProgress: (progress) => shell.terminal.status(progressLine(progress)),
  });
  const report = Report.parse(raw);
  shell.terminal.status(`${bar(1)}  ${report.read} files read`, true);
  return { document: report, text: reportText(report) };
}

function progressLine(raw: unknown): string {
  const { files, total, quarantined, perSecond } = Progress.parse(raw);
  const left = perSecond > 0 ? `, ${Math.ceil((total - files) / perSecond)} s left` : '';
  const rate = `${Math.round(perSecond)} files/s${left}`;
  return `${bar(total === 0 ? 1 : files / total)}  ${files} of ${total} files, ${rate}, ${quarantined} quarantined`;
}

function reportText(report: z.infer<typeof Report>): string {
  const named = (kind: string, counts: Record<string, number>): string[][] =>
    Object.entries(counts).map(([reason, count]) => [`${kind}: ${reason}`, String(count)]);
  return table(
    ['files', 'count'],
    [
      ['read', String(report.read)],
      ['stored', String(report.stored)],
      ['of them only counted', String(report.counted)],
      ['known already', String(report.known)],
      ...named('skipped', report.skipped),
      ...named('quarantined', report.quarantined),
    ],
  );
}
