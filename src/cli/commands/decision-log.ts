import { type Command, Option } from 'commander';
import { didYouMean, SfumatoError } from '../../base/index.ts';
import { decisionsCsv, inEnglish } from '../../dashboard/index.ts';
import { LOG_KINDS } from '../../governance/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { requireNew, writeNewFile } from '../files/write-text.ts';
import { assertKnown } from '../options/assert-known.ts';
import { assertForward, moment } from '../options/moment.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

interface Options {
  readonly config: string;
  readonly project?: string;
  readonly person?: string;
  readonly kind?: string;
  readonly since?: number;
  readonly until?: number;
  readonly format: 'json' | 'csv';
  readonly out?: string;
  readonly json?: boolean;
}

/** `sfumato log`: the decision log. */
export function registerDecisionLog(program: Command, shell: Shell): void {
  const command = program
    .command('log')
    .description('show who decided what, when, why, and under which policy')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--project <id>', 'only what is about this project')
    .option('--person <id>', 'only what this person decided, or what is about them')
    .option('--kind <kind>', 'only decisions of this kind, such as grant, freeze or proposal')
    .option('--since <time>', 'only from this time on, such as 2026-01-31', moment)
    .option('--until <time>', 'only before this time', moment)
    .addOption(new Option('--format <format>', 'of the file').choices(['json', 'csv']).default('json'))
    .option('--out <file>', 'write it to a file that doesn’t exist yet; the access log says that it left')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => shown(shell, options)));
  helpTail(command, [
    'npx --no sfumato log --project lung-imaging --config site/node.yaml',
    'npx --no sfumato log --since 2026-01-01 --format csv --out decisions.csv --config site/node.yaml',
  ]);
}

async function shown(shell: Shell, { config, out, format, ...options }: Options): Promise<Outcome> {
  assertKind(options.kind);
  if (format === 'csv' && out === undefined) {
    throw new SfumatoError('wrong-use', 'CSV is written to a file: name one with --out.');
  }
  if (out !== undefined) {
    requireNew(out);
  }
  const { project, person, kind, since, until } = options;
  assertForward({ since, until });
  const input = {
    ...(project !== undefined && { project }),
    ...(person !== undefined && { person }),
    ...(kind !== undefined && { kind }),
    ...(since !== undefined && { sinceMs: since }),
    ...(until !== undefined && { untilMs: until }),
  };
  const look = async (exported: boolean): Promise<VerbOutput['log']> => {
    const found = await siteVerb(shell, { configFile: config, verb: 'log', input, exported });
    assertKnown(found.strange);
    return found;
  };
  // A name that is refused leaves no file, and so is first looked for without saying that one leaves.
  if (out !== undefined && (project ?? person) !== undefined) {
    await look(false);
  }
  const { site, entries } = await look(out !== undefined);
  const log = { site, entries: inEnglish(entries) };
  if (out === undefined) {
    return { document: log, text: log.entries.map(lineOf).join('\n') || 'Nothing of the kind was decided.' };
  }
  writeNewFile(out, format === 'csv' ? decisionsCsv(entries) : `${JSON.stringify(log, null, 2)}\n`);
  const { length } = log.entries;
  return { document: { file: out, format, entries: length }, text: `${out}: ${length} decisions.` };
}

/** A misspelt kind would look as if nothing of it had ever been decided. */
function assertKind(kind: string | undefined): void {
  if (kind !== undefined && !LOG_KINDS.includes(kind)) {
    const meant = didYouMean(kind, LOG_KINDS) || `; there are ${LOG_KINDS.join(', ')}.`;
    throw new SfumatoError('wrong-use', `No decision is of the kind ${kind}${meant}`);
  }
}

function lineOf({ atMs, who, what, why }: ReturnType<typeof inEnglish>[number]): string {
  return `${timeOf(atMs)}  ${what}, by ${who.join(' and ')}${why === null ? '' : `: ${why}`}`;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
