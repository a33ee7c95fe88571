import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { requireReportPlace, writeReport } from '../ingest-report/kept-page.ts';
import { reportText } from '../ingest-report/report.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';
import { table } from '../terminal/table.ts';

interface Options {
  readonly config: string;
  readonly run?: number;
  readonly report?: string;
  readonly json?: boolean;
}

const ingest = wholeNumber({ least: 1, sentence: 'It must be the number of an ingest.' });

/** `sfumato staging reports`: what former ingests reported. */
export function registerStagingReports(staging: Command, shell: Shell): void {
  const command = staging
    .command('reports')
    .description('list former ingests, or show the report of one; exact counts, which stay on the site')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--run <n>', 'show the whole report of this ingest', ingest)
    .option(
      '--report <file>',
      'with --run: write it as a page (HTML) too, over the page of a former run but over no other file',
    )
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => shown(shell, options)));
  helpTail(command, [
    'npx --no sfumato staging reports --config site/node.yaml',
    'npx --no sfumato staging reports --run 12 --report ingest.html --config site/node.yaml',
  ]);
}

async function shown(shell: Shell, { config: configFile, run, report: file }: Options): Promise<Outcome> {
  if (run === undefined) {
    if (file !== undefined) {
      throw new SfumatoError('wrong-use', '--report writes the report of one ingest: name it by --run.');
    }
    return listed(await siteVerb(shell, { configFile, verb: 'ingests', input: {} }));
  }
  const page = file === undefined ? undefined : { file, configFile };
  if (page !== undefined) {
    requireReportPlace(page);
  }
  const document = await siteVerb(shell, { configFile, verb: 'ingest-report', input: { run } });
  const { report, endedMs, policy, source } = document;
  if (page !== undefined) {
    await writeReport(page, report, new Date(endedMs));
  }
  const head = `Ingest ${run}, ended ${shownTime(endedMs)} UTC, of a ${source} under ${policy}`;
  return { document, text: `${head}\n\n${reportText(report)}` };
}

function listed(document: VerbOutput['ingests']): Outcome {
  const rows = document.ingests.map(({ run, endedMs, source, policy, read, stored, known, quarantined, anew }) => [
    ...[String(run), shownTime(endedMs), anew ? `${source}, anew` : source, policy],
    ...[read, stored, source === 'dicomweb' ? `${known} series` : known, quarantined].map(String),
  ]);
  const heads = ['ingest', 'ended', 'source', 'policy', 'read', 'stored', 'known', 'quarantined'];
  return { document, text: rows.length === 0 ? 'No report of an ingest is kept.' : table(heads, rows) };
}
