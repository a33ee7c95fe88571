import { join } from 'node:path';
import type { Command } from 'commander';
import { type JournalRecord, nodeDisk, readJournal } from '../../journal/index.ts';
import { type FilterOptions, filterOf, isWanted, withFilters } from '../audit/record-filter.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Shell } from '../shell.ts';

interface Options extends FilterOptions {
  readonly last?: number;
  readonly json?: boolean;
}

/** `sfumato audit show`: records of a journal as they stand. */
export function registerAuditShow(audit: Command, shell: Shell): void {
  const command = withFilters(
    audit
      .command('show')
      .description(
        'show records of a journal; reads only, also beside a running process, and checks nothing but frames',
      )
      .requiredOption('--config <file>', 'the node’s or coordinator’s YAML file'),
  )
    .option(
      '--last <n>',
      'only the last so many of them',
      wholeNumber({ least: 1, sentence: 'It must be a whole number, at least 1.' }),
    )
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      shell.run(options, async () => {
        const records = [...chosen(options)].slice(-(options.last ?? 0));
        return { document: { records }, text: records.map(lineOf).join('\n') || 'There is no such record.' };
      }),
    );
  helpTail(command, [
    'npx --no sfumato audit show --kind policy snapshot --config site/node.yaml',
    'npx --no sfumato audit show --project lung-imaging --since 2026-01-01 --config site/node.yaml',
    'npx --no sfumato audit show --last 20 --config site/node.yaml',
  ]);
}

type Shown = Pick<JournalRecord, 'seq' | 'wallMs' | 'kind' | 'actor' | 'reason' | 'body'>;

function* chosen(options: Options): Generator<Shown> {
  const { folder } = parseYamlKind(options.config);
  const filter = filterOf(options);
  for (const record of readJournal(nodeDisk(join(folder, 'journal')))) {
    if (isWanted(record, filter)) {
      const { seq, wallMs, kind, actor, reason, body } = record;
      yield { seq, wallMs, kind, actor, reason, body };
    }
  }
}

function lineOf({ seq, wallMs, kind, actor, reason, body }: Shown): string {
  const at = new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ');
  return `${seq}  ${at}  ${kind} by ${actor}${reason === null ? '' : ` (${reason})`}  ${JSON.stringify(body)}`;
}
