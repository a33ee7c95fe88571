import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { assertKnown } from '../options/assert-known.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';
import { table } from '../terminal/table.ts';

interface ListOptions {
  readonly config: string;
  readonly project?: string;
  readonly person?: string;
  readonly refused?: boolean;
  readonly json?: boolean;
}

const record = wholeNumber({ least: 0, sentence: 'It must be the number of a record.' });

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
    .option('--refused', 'list the newest thousand questions that were refused at no cost instead, to the hour')
    .option('--json', 'print one JSON document')
    .action((options: ListOptions) =>
      shell.run(options, async () => {
        const { config: configFile, project, person, refused } = options;
        const input = { ...(project !== undefined && { project }), ...(person !== undefined && { person }) };
        const { strange, ...document } = await siteVerb(shell, { configFile, verb: 'receipts', input });
        assertKnown(strange);
        return { document, text: refused === true ? refusalsText(document) : answersText(document) };
      }),
    );
  helpTail(list, [
    'npx --no sfumato receipt list --project lung-imaging --config site/node.yaml',
    'npx --no sfumato receipt list --refused --person ada --config site/node.yaml',
  ]);
  const show = receipt
    .command('show')
    .description('show what the log has of one answer or refusal, and the proof that it is in the log')
    .argument('<record>', 'its number, as `sfumato receipt list` shows it', record)
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((seq: number, options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = await siteVerb(shell, { configFile, verb: 'receipt', input: { seq } });
        return { document, text: textOf(document) };
      }),
    );
  helpTail(show, ['npx --no sfumato receipt show 120 --config site/node.yaml']);
}

type Listed = Omit<VerbOutput['receipts'], 'strange'>;

function answersText({ receipts }: Listed): string {
  const rows = receipts.map(({ seq, state, admittedMs, project, person, epsilon }) => [
    ...[String(seq), state, shownTime(admittedMs), project, person, epsilon],
  ]);
  const heads = ['record', 'state', 'admitted', 'project', 'person', 'ε'];
  return rows.length === 0 ? 'No answer of the kind has left.' : table(heads, rows);
}

function refusalsText({ refusals }: Listed): string {
  const rows = refusals.map(({ seq, hourMs, project, person, code }) => [
    ...[String(seq), shownTime(hourMs), project ?? '', person, code],
  ]);
  const heads = ['record', 'in the hour from', 'project', 'person', 'code'];
  return rows.length === 0 ? 'No question of the kind was refused for free.' : table(heads, rows);
}

function textOf(one: VerbOutput['receipt']): string {
  return [
    ...(one.kind === 'commit' ? answerLines(one) : refusalLines(one)),
    ...(one.request === null ? [] : [`Request ${one.request.id}, as signed ${one.request.textHash}`]),
    `Record ${one.recordHash}`,
    `Answer ${one.digest} (with an opening that its asker has)`,
    `Key of the log: ${one.logKey}`,
    '',
    one.proof.trimEnd(),
  ].join('\n');
}

type Of<K extends 'commit' | 'refuse'> = Extract<VerbOutput['receipt'], { kind: K }>;

function answerLines({ site, seq, state, person, project, epsilon, ...one }: Of<'commit'>): readonly string[] {
  return [
    `${site}, record ${seq}: ${state}, to ${person} in ${project}, ε ${epsilon}`,
    `Admitted ${shownTime(one.admittedMs)}, on snapshot ${one.snapshot}; charged to ${one.meters.join(', ')}.`,
  ];
}

function refusalLines({ site, seq, person, project, code, hourMs }: Of<'refuse'>): readonly string[] {
  return [
    `${site}, record ${seq}: refused at no cost (${code}), to ${person}${project === null ? '' : ` in ${project}`}`,
    `In the hour from ${shownTime(hourMs)}.`,
  ];
}
