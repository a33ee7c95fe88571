import type { Command } from 'commander';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import { Hindrance, type VerbOutput } from '../../node/index.ts';
import { listed } from '../options/listed.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';
import { table } from '../terminal/table.ts';

type Compared = VerbOutput['staging-compare'];

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

/** `sfumato staging compare`: what was read anew beside what is staged. */
export function registerStagingCompare(staging: Command, shell: Shell): void {
  const command = staging
    .command('compare')
    .description(
      'count what `ingest --anew` did not find again, and what it found; exact counts, which stay on the site',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = await siteVerb(shell, { configFile, verb: 'staging-compare', input: {} });
        return { document, text: [changeTable(document), ...remarksOn(document)].join('\n\n') };
      }),
    );
  helpTail(command, ['npx --no sfumato staging compare --config site/node.yaml']);
}

interface Replacing extends Options {
  readonly reason: string;
  readonly accept: string;
}

/** `sfumato staging replace`: what was read anew becomes what the next publish begins with. */
export function registerStagingReplace(staging: Command, shell: Shell): void {
  const command = staging
    .command('replace')
    .description('put what `ingest --anew` read in the place of what is staged, for the next publish')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .requiredOption('--reason <text>', 'why, in one sentence that names nobody; it is recorded')
    .option(
      '--accept <what>',
      `what keeps it from being done and is meant: ${Hindrance.options.join(', ')}, or several of them`,
      '',
    )
    .option('--json', 'print one JSON document')
    .action((options: Replacing) =>
      shell.run(options, async () => {
        const { config: configFile, reason, accept } = options;
        const input = { reason, accept: accept === '' ? [] : accepted(accept) };
        const document = await siteVerb(shell, { configFile, verb: 'staging-replace', input });
        return {
          document,
          text: `${changeTable(document)}\n\nThe next publish begins with what was read anew. Ingest once more before it: what an ingest staged meanwhile may not be in it.`,
        };
      }),
    );
  helpTail(command, [
    'npx --no sfumato staging replace --reason "Merges of November." --config site/node.yaml',
    'npx --no sfumato staging replace --reason "Old CT archive closed." --accept left-out,loss --config site/node.yaml',
  ]);
}

function accepted(text: string): readonly string[] {
  const words = z.array(Hindrance).safeParse(listed(text));
  if (!words.success) {
    throw new SfumatoError(
      'wrong-use',
      `--accept names ${Hindrance.options.join(', ')}, or several of them with commas between them.`,
    );
  }
  return words.data;
}

/** `sfumato staging discard`: forgets what was read anew. */
export function registerStagingDiscard(staging: Command, shell: Shell): void {
  const command = staging
    .command('discard')
    .description(
      'delete what `ingest --anew` read, under former policies too, to begin again from the first header; what is staged stays',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = await siteVerb(shell, { configFile, verb: 'staging-discard', input: {} });
        return {
          document,
          text: 'What was read anew is deleted, under former policies too; what is staged is as it was.',
        };
      }),
    );
  helpTail(command, ['npx --no sfumato staging discard --config site/node.yaml']);
}

function changeTable({ staged, anew, gone, come }: Compared): string {
  const rows = (['patients', 'studies', 'series'] as const).map((what) => [
    what,
    ...[staged[what], anew[what], gone[what], come[what]].map(String),
  ]);
  const instances = ['instances', String(staged.instances), String(anew.instances), '', ''];
  return table(['what', 'staged', 'read anew', 'gone', 'new'], [...rows, instances]);
}

const UNNOTED =
  'Rows were staged before their sources were noted, so nobody can say whether all of those were read anew.';
const OLD =
  'What was corrected or deleted after it had been read is still in it: `staging discard` lets it be read from the first header.';

/** What is to be known before the one takes the place of the other. */
function remarksOn({ unread, leftOut, again, sinceMs, hindrances, others }: Compared): readonly string[] {
  const left = leftOut.filter((kind) => kind !== 'unnoted');
  return [
    ...(unread.length > 0 ? [`Not wholly read: ${unread.join(', ')}. Run its \`ingest --anew\` again.`] : []),
    ...(left.length > 0 ? [`Ingested before, and not read anew: ${left.join(', ')}.`] : []),
    ...(left.length < leftOut.length ? [UNNOTED] : []),
    ...(sinceMs === undefined ? [] : [`Its reading began at ${shownTime(sinceMs)} UTC.`]),
    ...(again.length > 0 ? [`Begun again after it had been read to its end: ${again.join(', ')}.`] : []),
    ...(hindrances.includes('old') ? [OLD] : []),
    ...(hindrances.includes('loss')
      ? ['More than a tenth of the staged series would go. Is all of the archive mounted?']
      : []),
    ...(hindrances.length > 0
      ? [`\`staging replace\` refuses this, unless it is told --accept ${hindrances.join(',')}.`]
      : []),
    ...(others > 0 ? ['What was staged under other policies goes too: after a roll-back, ingest again.'] : []),
  ];
}
