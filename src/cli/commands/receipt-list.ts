import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { shownTime } from '../moment.ts';
import { helpTail, type Shell } from '../shell.ts';
import { table } from '../table.ts';
import { siteVerb } from '../verb.ts';

const LINE = {
  seq: z.number(),
  state: z.string(),
  admittedMs: z.number(),
  person: z.string(),
  project: z.string(),
  meters: z.array(z.string()),
  epsilon: z.string(),
  snapshot: z.string(),
} as const;
const Receipts = z.object({ site: z.string(), receipts: z.array(z.object(LINE)) });
const Receipt = z.object({
  ...LINE,
  site: z.string(),
  kind: z.string(),
  recordHash: z.string(),
  digest: z.string(),
  proof: z.string(),
  logKey: z.string(),
});

interface ListOptions {
  readonly config: string;
  readonly project?: string;
  readonly person?: string;
  readonly json?: boolean;
}

/** `sfumato receipt list` and `show`: the answers that left a site, as its log has them. */
export function registerReceiptList(receipt: Command, shell: Shell): void {
  const list = receipt
    .command('list')
    .description(
      'show the answers that left a site, the newest first: whose, what they cost, and nothing of what they say',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--project <id>', 'only of this project')
    .option('--person <id>', 'only to this person')
    .option('--json', 'print one JSON document')
    .action((options: ListOptions) =>
      shell.run(options, async () => {
        const { config: configFile, project, person } = options;
        const input = { ...(project !== undefined && { project }), ...(person !== undefined && { person }) };
        const document = Receipts.parse(await siteVerb(shell, { configFile, verb: 'receipts', input }));
        const rows = document.receipts.map((one) => [
          ...[String(one.seq), one.state, shownTime(one.admittedMs), one.project, one.person, one.epsilon],
        ]);
        const heads = ['record', 'state', 'admitted', 'project', 'person', 'ε'];
        return { document, text: rows.length === 0 ? 'No answer of the kind has left.' : table(heads, rows) };
      }),
    );
  helpTail(list, ['npx --no sfumato receipt list --project lung-imaging --config site/node.yaml']);
  const show = receipt
    .command('show')
    .description('show what the log has of one answer, and the proof that it is in the log')
    .argument('<record>', 'its number, as `sfumato receipt list` shows it', wholeNumber)
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((seq: number, options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = Receipt.parse(await siteVerb(shell, { configFile, verb: 'receipt', input: { seq } }));
        return { document, text: textOf(document) };
      }),
    );
  helpTail(show, ['npx --no sfumato receipt show 120 --config site/node.yaml']);
}

function textOf(one: z.infer<typeof Receipt>): string {
  return [
    `${one.site}, record ${one.seq}: ${one.state}, to ${one.person} in ${one.project}, ε ${one.epsilon}`,
    `Admitted ${shownTime(one.admittedMs)}, on snapshot ${one.snapshot}; charged to ${one.meters.join(', ')}.`,
    `Record ${one.recordHash}`,
    `Answer ${one.digest} (with an opening that its asker has)`,
    `Key of the log: ${one.logKey}`,
    '',
    one.proof.trimEnd(),
  ].join('\n');
}

function wholeNumber(text: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) {
    throw new InvalidArgumentError('It must be the number of a record.');
  }
  return Number(text);
}
