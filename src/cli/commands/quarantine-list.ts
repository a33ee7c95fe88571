import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { table } from '../terminal/table.ts';

interface Options {
  readonly config: string;
  readonly from?: number;
  readonly reveal?: boolean;
  readonly json?: boolean;
}

const place = wholeNumber({ least: 1, sentence: 'It must be the place of an entry in the list, from 1.' });

/** `sfumato quarantine list`: what an ingest couldn't store, and why. */
export function registerQuarantineList(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('list')
    .description('list the files that could not be stored, by keyed name and reason, 10,000 at a time')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--reveal', 'show their paths too, which may hold names; the journal records that it was done')
    .option('--from <n>', 'show what stands from this place of the list on', place)
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      shell.run(options, async () => {
        const verb = options.reveal === true ? 'reveal' : 'quarantine';
        const { config: configFile, from = 1 } = options;
        const document = await siteVerb(shell, { configFile, verb, input: { from } });
        return { document, text: listText(document, from) };
      }),
    );
  helpTail(command, [
    'npx --no sfumato quarantine list --config site/node.yaml',
    'npx --no sfumato quarantine list --reveal --config site/node.yaml',
  ]);
}

type Listed = VerbOutput['quarantine'];

function listText(listed: Listed, from: number): string {
  const { all, reasons, damaged, files } = listed;
  const lines = damaged === 0 ? [] : [`${damaged} lines of the list cannot be read, as after a full disk.`];
  if (all === 0) {
    return ['No file is in quarantine.', ...lines].join('\n\n');
  }
  const counts = Object.entries(reasons).map(([reason, count]) => [reason, String(count)]);
  const more = from + files.length <= all ? [`Of ${all}; --from ${from + files.length} shows the next.`] : [];
  const shown = files.length === 0 ? [`The list has ${all} entries.`] : [filesTable(files), ...more];
  return [table(['reason', 'count'], counts), ...shown, ...lines].join('\n\n');
}

function filesTable(files: Listed['files']): string {
  const revealed = files.some(({ path }) => path !== undefined);
  return table(
    ['file', 'reason', ...(revealed ? ['path'] : [])],
    files.map(({ fileKey, row, reason, path }) => [
      row === undefined ? fileKey : `${fileKey} row ${row}`,
      reason,
      ...(revealed ? [path ?? ''] : []),
    ]),
  );
}
