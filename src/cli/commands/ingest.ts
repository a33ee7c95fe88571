import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { isAddress, optimiseLater } from '../../dicom/index.ts';
import { requireReportPlace, writeReport } from '../ingest-report/kept-page.ts';
import { reportText } from '../ingest-report/report.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { bar } from '../terminal/bar.ts';

interface Options {
  readonly config: string;
  readonly headerFile?: string;
  readonly report?: string;
  readonly anew?: boolean;
}

const Progress = z.object({
  unit: z.string(),
  done: z.number(),
  total: z.number(),
  totalIsEstimated: z.boolean(),
  quarantined: z.number(),
  perSecond: z.number(),
});

/** `sfumato ingest`: headers of a source, de-identified into staging. */
export function registerIngest(program: Command, shell: Shell): void {
  const command = program
    .command('ingest')
    .description('read DICOM headers into the site’s staging')
    .argument(
      '<source>',
      'a folder (subfolders too, whatever the files are called), the address of a DICOMweb service, or a table (.csv, .parquet)',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--header-file <file>', 'for DICOMweb: a file of mode 600 with “Authorization: …” or user:password')
    .option(
      '--report <file>',
      'write the report as a page (HTML) too, over the page of a former run but over no other file; it holds exact counts, so it stays on the site',
    )
    .option(
      '--anew',
      'read all of it again, into a staging beside the one in use, for `staging replace`: without what was corrected or deleted since; goes on with what it read before, until `staging discard`',
    )
    .option('--json', 'print one JSON document')
    .action((source: string, options: Options & { json?: boolean }) => {
      optimiseLater();
      return shell.run(options, async () => ingest(shell, source, options));
    });
  helpTail(command, [
    'npx --no sfumato ingest archive/ --config site/node.yaml',
    'npx --no sfumato ingest archive/ --config site/node.yaml --report ingest.html',
    'npx --no sfumato ingest https://pacs.example/dicom-web --header-file pacs.header --config site/node.yaml',
    'npx --no sfumato ingest series.parquet --config site/node.yaml',
    'npx --no sfumato ingest archive/ --anew --config site/node.yaml',
  ]);
}

/** Ingests with a progress bar; shared with the demo. */
export async function ingest(shell: Shell, source: string, { config, headerFile, report: file, anew }: Options) {
  const page = file === undefined ? undefined : { file, configFile: config };
  if (page !== undefined) {
    requireReportPlace(page);
  }
  const report = await siteVerb(shell, {
    configFile: config,
    verb: 'ingest',
    input: {
      source: isAddress(source) ? source : resolve(source),
      ...(headerFile !== undefined && { headerFile: resolve(headerFile) }),
      ...(anew === true && { anew }),
    },
    onProgress: (progress) => shell.terminal.status(progressLine(progress)),
  });
  shell.terminal.status(`${bar(1)}  ${report.read} headers read`, true);
  if (page !== undefined) {
    await writeReport(page, report, new Date(shell.clock.wallMs()));
  }
  // An archive that isn't mounted, or a disk that is full, must not look like a quiet night to whatever runs this.
  const isAmiss = report.empty ?? report.listStale ?? report.notKept ?? false;
  return { document: report, text: reportText(report), ...(isAmiss && { exitCode: 1 as const }) };
}

/** How far an ingest is, in a line. */
export function progressLine(raw: unknown): string {
  const { unit, done, total, totalIsEstimated, quarantined, perSecond } = Progress.parse(raw);
  const all = totalIsEstimated ? `about ${total}` : String(total);
  const left = perSecond > 0 ? `, ${Math.ceil((total - done) / perSecond)} s left` : '';
  const rate = `${Math.round(perSecond)} ${unit}/s${left}`;
  return `${bar(total === 0 ? 1 : done / total)}  ${done} of ${all} ${unit}, ${rate}, ${quarantined} quarantined`;
}
