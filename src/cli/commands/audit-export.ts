import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { canonicalJson, csvLine } from '../../base/index.ts';
import { type JournalRecord, nodeDisk, readJournal } from '../../journal/index.ts';
import { type FilterOptions, filterOf, isWanted, withFilters } from '../audit/record-filter.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { fillNewFile } from '../files/write-text.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface Options extends FilterOptions {
  readonly format: 'jsonl' | 'csv';
  readonly out: string;
  readonly json?: boolean;
}

const COLUMNS = ['seq', 'time', 'epoch', 'kind', 'actor', 'keyId', 'reason', 'recordHash', 'body'] as const;

/** `sfumato audit export`: records of a journal as JSON Lines or CSV. */
export function registerAuditExport(audit: Command, shell: Shell): void {
  const command = withFilters(
    audit
      .command('export')
      .description('write records of a journal to a file; reads the journal only, also beside a running process')
      .requiredOption('--config <file>', 'the node’s or coordinator’s YAML file')
      .requiredOption('--out <file>', 'where to; a file that exists is never overwritten')
      .addOption(new Option('--format <format>', 'JSON Lines or CSV').choices(['jsonl', 'csv']).default('jsonl')),
  )
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => exportTo(options)));
  helpTail(command, [
    'npx --no sfumato audit export --config site/node.yaml --out journal.jsonl',
    'npx --no sfumato audit export --format csv --since 2026-01-01 --config site/node.yaml --out journal.csv',
  ]);
}

function exportTo(options: Options): Outcome {
  const { folder } = parseYamlKind(options.config);
  const { line, heading } = options.format === 'csv' ? CSV : JSON_LINES;
  const filter = filterOf(options);
  let records = 0;
  fillNewFile(options.out, (write) => {
    write(heading);
    for (const record of readJournal(nodeDisk(join(folder, 'journal')))) {
      if (isWanted(record, filter)) {
        write(line(record));
        records += 1;
      }
    }
  });
  return {
    document: { file: options.out, format: options.format, records },
    text: `${options.out}: ${records} records.`,
  };
}

const JSON_LINES = {
  heading: '',
  line: (record: JournalRecord) => `${canonicalJson(rowOf(record))}\n`,
};

const CSV = {
  heading: `${COLUMNS.join(',')}\r\n`,
  line(record: JournalRecord) {
    const row = rowOf(record);
    const cells = COLUMNS.map((name) => (name === 'body' ? canonicalJson(row.body) : `${row[name] ?? ''}`));
    return csvLine(cells);
  },
};

function rowOf({ seq, wallMs, epoch, kind, actor, keyId, reason, recordHash, body }: JournalRecord) {
  return { seq, time: new Date(wallMs).toISOString(), epoch, kind, actor, keyId, reason, recordHash, body };
}
