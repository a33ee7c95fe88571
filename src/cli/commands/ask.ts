import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { isSfumatoError, SfumatoError, systemFetch } from '../../base/index.ts';
import { federationClient } from '../../client/index.ts';
import {
  blocksLeftOut,
  type DraftRequest,
  type FederatedQuote,
  type FederatedReply,
  type FederationFacts,
  signRequest,
} from '../../contract/index.ts';
import { type Asking, composeDraft, quoteOf, type Settling, settle, takesOf } from '../ask/compose.ts';
import type { Following } from '../ask/followed.ts';
import { keptRequest } from '../ask/kept-request.ts';
import { type KeptTotal, keptTotal } from '../ask/kept-total.ts';
import { type NotAsked, notAskedOf } from '../ask/not-asked.ts';
import { originOf } from '../ask/origin.ts';
import { outcomeOf } from '../ask/outcome.ts';
import { send } from '../ask/send.ts';
import { leftOutText, quoteText } from '../ask/show.ts';
import { openOwnKey } from '../key/own-key.ts';
import { listed } from '../listed.ts';
import { loadDraft, loadPolicyFile, requireNew, writeTextFile } from '../load.ts';
import { documentsByName } from '../policy-documents.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface Options {
  readonly coordinator: string;
  readonly project: string;
  readonly key: string;
  readonly passphraseFile?: string;
  readonly sites?: string;
  readonly minSites?: string;
  readonly total?: boolean;
  readonly attempts?: string;
  readonly policy?: string;
  readonly dryRun?: boolean;
  readonly partial?: boolean;
  readonly request?: string;
  readonly receipt?: string;
  readonly json?: boolean;
}

/** `sfumato ask`: one signed question to many sites. */
export function registerAsk(program: Command, shell: Shell): void {
  const command = program
    .command('ask')
    .description('sign a question and ask it of the federation')
    .argument('<question>', 'a YAML or JSON file with the question')
    .requiredOption('--coordinator <url>', 'the coordinator’s address')
    .requiredOption('--project <id>', 'the project that the question belongs to')
    .requiredOption('--key <file>', 'your secret key, made by `sfumato keygen --analyst FILE`')
    .option('--passphrase-file <file>', 'take the key’s passphrase from the first line of this file')
    .option('--sites <list>', 'site ids, separated by commas (all when left out)')
    .option('--min-sites <n>', 'the fewest answers that may be combined')
    .option(
      '--total',
      'only the total over all sites: no site gives a number of its own, and the noise is that of about one',
    )
    .option('--attempts <n>', 'how often a total may be tried for, each time at the full cost (1 when left out)')
    .option('--policy <file>', 'the policy that the sites work under (found in policies/ when left out)')
    .option('--dry-run', 'show cost and precision at each site; free, and nothing is asked')
    .option('--partial', 'ask also when a site said beforehand that it won’t answer')
    .option(
      '--request <file>',
      'keep the signed request there; if the file exists, send it again as it is (a retry is free)',
    )
    .option('--receipt <file>', 'keep the sites’ receipts in this new file, for `sfumato receipt verify`')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => shell.run(options, async () => ask({ shell, file, options })));
  helpTail(command, [
    'npx --no sfumato ask question.yaml --coordinator http://127.0.0.1:7100 --project lung --key ada.key',
    'npx --no sfumato ask question.yaml --coordinator http://127.0.0.1:7100 --project lung --key ada.key --dry-run',
  ]);
}

interface AskInput {
  readonly shell: Shell;
  readonly file: string;
  readonly options: Options;
}

async function ask(input: AskInput): Promise<Outcome> {
  const { shell, file, options } = input;
  lookAtFiles(shell, options);
  const client = federationClient({ url: originOf(options.coordinator), fetch: systemFetch });
  const asking = await askingOf(input);
  const policyFor = documentsByName(options.policy === undefined ? [] : [loadPolicyFile(options.policy)]);
  const following = { client, policyFor };
  if (options.dryRun !== true && options.request !== undefined && existsSync(options.request)) {
    const sending = { one: keptRequest(options.request, asking), file: options.request };
    return outcomeOf(shell, await send(shell, following, sending), options.receipt);
  }
  const facts = await client.facts();
  const draft = composeDraft(asking, facts);
  const isKept = asking.total !== undefined && options.request === undefined && options.dryRun !== true;
  const kept = isKept ? keptTotal(shell, { question: file, draft, asking }) : undefined;
  const again = kept?.find();
  if (again !== undefined) {
    return outcomeOf(shell, await send(shell, following, { one: again, file: undefined, kept }), options.receipt);
  }
  return await askAnew(input, { following, asking, facts, draft, kept });
}

interface Anew {
  readonly following: Following;
  readonly asking: Asking;
  readonly facts: FederationFacts;
  readonly draft: DraftRequest;
  readonly kept: KeptTotal | undefined;
}

/** Has the question quoted, and then, where an answer can come and no dry run was wanted, signed and sent. */
async function askAnew(
  { shell, options }: AskInput,
  { following, asking, facts, draft, kept }: Anew,
): Promise<Outcome> {
  const { client, policyFor } = following;
  const quote = await quoteOf(draft, asking, client);
  const notAsked =
    notAskedOf(quote, takesOf(draft, facts), {
      isPartWanted: options.partial === true,
      isDryRun: options.dryRun === true,
    }) ?? (options.dryRun ? notSignedOf(draft, { quote, policyFor }) : undefined);
  if (options.dryRun || notAsked !== undefined) {
    return quoted({ ...quote, ...leftOutOf(draft, quote) }, notAsked, options);
  }
  const request = settle(draft, { quote, policyFor });
  const one = { request, signed: signRequest('question', request, asking.secretKey) };
  if (options.request !== undefined) {
    writeTextFile(options.request, `${one.signed}\n`, 'wx');
  }
  kept?.keep(one);
  return outcomeOf(shell, await send(shell, following, { one, file: options.request, kept }), options.receipt);
}

/** What is wrong with the files that are named shows before anything is asked; a dry run leaves them alone, and says so. */
function lookAtFiles({ terminal }: Shell, { dryRun, request, receipt }: Options): void {
  if (receipt !== undefined && receipt === request) {
    throw new SfumatoError('wrong-use', '--request and --receipt name one file; the receipts need another.');
  }
  const named = [...(request === undefined ? [] : ['--request']), ...(receipt === undefined ? [] : ['--receipt'])];
  if (dryRun === true && named.length > 0) {
    terminal.note(
      `sfumato: A dry run signs no question and gets no receipts, so ${named.join(' and ')} plays no part.`,
    );
  } else if (receipt !== undefined) {
    requireNew(receipt);
  }
}

async function askingOf({ shell, file, options }: AskInput): Promise<Asking> {
  return {
    draft: loadDraft(file),
    project: options.project,
    secretKey: await openOwnKey(shell, options),
    nowMs: shell.clock.wallMs(),
    entropy: shell.entropy,
    ...(options.sites === undefined ? {} : { sites: listed(options.sites) }),
    ...(options.minSites === undefined ? {} : { minSites: positive('--min-sites', options.minSites) }),
    ...(options.total === true ? { total: { maxAttempts: positive('--attempts', options.attempts ?? '1') } } : {}),
  };
}

/** Why a question for accuracy would not be signed, for a dry run: what is wrong with its ε is better known before. */
function notSignedOf(draft: DraftRequest, settling: Settling): NotAsked | undefined {
  try {
    settle(draft, settling);
    return undefined;
  } catch (error) {
    if (isSfumatoError(error, 'request-invalid')) {
      return { why: error.message, exitCode: 2 };
    }
    throw error;
  }
}

type LeftOut = Pick<FederatedReply, 'blocksLeftOut'>;

/** Years of the draft that no site which quoted has. */
function leftOutOf({ query }: DraftRequest, { sites }: FederatedQuote): LeftOut {
  const quotes = sites.flatMap(({ quote }) => (quote?.state === 'quoted' ? [quote] : []));
  const years = blocksLeftOut(query.blocks ?? [], quotes);
  return years.length === 0 ? {} : { blocksLeftOut: years };
}

/** What the sites say beforehand, and why nothing is asked where that is so. */
function quoted(quote: FederatedQuote & LeftOut, notAsked: NotAsked | undefined, { dryRun }: Options): Outcome {
  const isAnswered = quote.sites.some(({ state }) => state === 'answered');
  const exitCode = dryRun || notAsked === undefined ? (isAnswered ? 0 : 3) : notAsked.exitCode;
  const why = notAsked === undefined ? [] : [notAsked.why];
  return {
    document: notAsked === undefined ? quote : { ...quote, notAsked: notAsked.why },
    text: [quoteText(quote), ...leftOutText(quote), ...why].join('\n\n'),
    exitCode,
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new SfumatoError('wrong-use', `${option} is a whole number from 1.`);
  }
  return value;
}
