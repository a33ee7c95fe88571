import type { Command } from 'commander';
import { randomId, SfumatoError } from '../../base/index.ts';
import { Action, draftAction, requirePlainText, type SignedAction, signAction } from '../../contract/index.ts';
import { KIND_NAMES } from '../../governance/index.ts';
import { problemsOf } from '../../policy/index.ts';
import { loadNodeConfig } from '../files/configuration.ts';
import { openOwnKey } from '../key/own-key.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { Outcome, Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { writeDecision } from './decision-file.ts';

/** What every command that decides takes. */
export interface DecisionOptions {
  readonly config: string;
  readonly key: string;
  readonly passphraseFile?: string;
  readonly reason: string;
  readonly hours: number;
  readonly json?: boolean;
}

const HOUR_MS = 3_600_000;
const hours = wholeNumber({ least: 1, most: 9_999, sentence: 'It must be a whole number of hours, from 1 to 9,999.' });

/** What `--passphrase-file` says of itself. */
export const PASSPHRASE_FILE = 'take the key’s passphrase from the first line of this file';

/** The options of a decision, the same for every command that makes one. */
export function withDecision(command: Command): Command {
  return command
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .requiredOption('--key <file>', 'your secret key, made by `sfumato keygen --analyst FILE`')
    .option('--passphrase-file <file>', PASSPHRASE_FILE)
    .requiredOption('--reason <text>', 'why, in one sentence of 10 to 400 characters; it is recorded')
    .option('--hours <n>', 'how long it may wait for other signatures', hours, 72)
    .option('--json', 'print one JSON document');
}

/** What is decided, and what comes with it. */
export interface Decision {
  /** As people named it: judged with the rest. */
  readonly kind: string;
  readonly body: unknown;
  /** Of a policy: the text of its document. */
  readonly document?: string;
}

/** Writes a decision and signs it once. @throws SfumatoError `wrong-use` when it isn't complete, or as its key does. */
export async function signedDecision(
  shell: Shell,
  decision: Decision,
  options: Omit<DecisionOptions, 'config'> & { readonly site: string },
): Promise<SignedAction> {
  return signAction(writtenDecision(shell, decision, options), await openOwnKey(shell, options));
}

/** Writes a decision, without signatures yet. @throws SfumatoError `wrong-use` when it isn't complete. */
export function writtenDecision(
  shell: Pick<Shell, 'clock' | 'entropy'>,
  { kind, body }: Decision,
  options: Pick<DecisionOptions, 'reason' | 'hours'> & { readonly site: string },
): SignedAction {
  const written = {
    version: 1,
    id: randomId(shell.entropy),
    site: options.site,
    reason: options.reason,
    expires: Math.trunc(shell.clock.wallMs()) + options.hours * HOUR_MS,
    kind,
    body,
  };
  const parsed = Action.safeParse(written);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error, { schema: Action, value: written }).map(({ sentence }) =>
      sentence.replace(/^body\./, ''),
    );
    const told = problems.join('; ').replace(/([^?])$/, '$1.');
    throw new SfumatoError(
      'wrong-use',
      `The ${isKind(kind) ? KIND_NAMES[kind] : kind} is not complete or not in its form: ${told}`,
    );
  }
  requirePlainText(parsed.data);
  return draftAction(parsed.data);
}

/** Writes a decision, signs it and hands it in. */
export async function decide(shell: Shell, decision: Decision, options: DecisionOptions): Promise<Outcome> {
  const { config } = loadNodeConfig(options.config);
  const signed = await signedDecision(shell, decision, { ...options, site: config.site });
  return await submit(shell, { configFile: options.config, signed, document: decision.document });
}

/** The options of a decision that somebody may sign elsewhere, without access to the site's machine. */
export type ElsewhereOptions = Omit<DecisionOptions, 'config'> & {
  readonly config?: string;
  readonly site?: string;
  readonly out?: string;
};

/** The same options, but that `--site` and `--out` may take the place of `--config`. */
export function withElsewhere(command: Command): Command {
  for (const option of withDecision(command).options.filter(({ long }) => long === '--config')) {
    option.makeOptionMandatory(false);
  }
  return command
    .option('--out <file>', 'write what you signed to a file that doesn’t exist yet, and hand nothing in')
    .option('--site <id>', 'with --out: the site that it is for');
}

/** Writes a decision and signs it; hands it in, or writes it to a file that is handed in at the site. */
export async function decideOrWrite(shell: Shell, decision: Decision, options: ElsewhereOptions): Promise<Outcome> {
  const { config, site, out } = options;
  if (config !== undefined && out === undefined) {
    return await decide(shell, decision, { ...options, config });
  }
  if (site === undefined || out === undefined) {
    throw new SfumatoError('wrong-use', 'Name the site’s --config, or --site and --out for a file to be sent there.');
  }
  await writeDecision(out, () => signedDecision(shell, decision, { ...options, site }));
  const text = `${out} holds what you signed; at ${site} it is handed in on the page of projects, or with \`sfumato approve ${out}\`.`;
  return { document: { file: out, site }, text };
}

function isKind(kind: string): kind is Action['kind'] {
  return kind in KIND_NAMES;
}

interface Submitted {
  readonly configFile: string;
  readonly signed: SignedAction;
  readonly document?: string | undefined;
}

/** Hands a signed decision in and says how it stands. */
export async function submit(shell: Shell, { configFile, signed, document }: Submitted): Promise<Outcome> {
  const input = { signed, ...(document !== undefined && { document }) };
  const report = await siteVerb(shell, { configFile, verb: 'submit', input });
  const { kind, action, state, people, missing = '', mayStill, inForce } = report;
  const by = people.join(' and ');
  const name = KIND_NAMES[kind];
  const text =
    state === 'taken'
      ? `The ${name} is taken, signed by ${by} (${action}).${inForce === undefined ? '' : ` ${inForce}`}`
      : `The ${name} waits for signatures (${action}); so far of ${by}. ${missing}\nWho may still sign: ${mayStill.join(', ') || 'nobody who is enrolled'}.`;
  return { document: report, text };
}
