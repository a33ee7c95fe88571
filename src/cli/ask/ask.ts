import { existsSync } from 'node:fs';
import { SfumatoError } from '../../base/index.ts';
import { type DraftRequest, type FederationFacts, type QuoteOutcome, signRequest } from '../../contract/index.ts';
import { shownQuote } from '../../shown/index.ts';
import { requireNew, writeTextFile } from '../files/write-text.ts';
import { openOwnKey } from '../key/own-key.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import { listed } from '../options/listed.ts';
import { trustedKeys } from '../options/trusted-keys.ts';
import { documentsByName } from '../policy/policy-documents.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import type { Outcome, Shell } from '../shell.ts';
import { type Asking, composeDraft, quoteOf, requestToSign, takesOf } from './compose.ts';
import type { Following } from './followed.ts';
import { keptRequest } from './kept-request.ts';
import { type KeptTotal, keptTotal } from './kept-total.ts';
import { loadDraft } from './load-draft.ts';
import { askedOfNobody, notAskedOf } from './not-asked.ts';
import { originOf } from './origin.ts';
import { outcomeOf } from './outcome.ts';
import { expectedOf, leftOutOf, notSignedOf, quoted } from './quoted.ts';
import { send } from './send.ts';
import { siteLine } from './site-line.ts';

/** What `ask` is told beside the question. */
export interface AskOptions {
  readonly coordinator: string;
  readonly project: string;
  readonly key: string;
  readonly passphraseFile?: string;
  readonly sites?: string;
  readonly minSites?: number;
  readonly total?: boolean;
  readonly attempts?: number;
  readonly policy?: string;
  readonly dryRun?: boolean;
  readonly partial?: boolean;
  readonly request?: string;
  readonly receipt?: string;
  readonly logKey?: readonly string[];
  readonly json?: boolean;
}

interface AskInput {
  readonly shell: Shell;
  readonly file: string;
  readonly options: AskOptions;
}

/** Has a question priced, signs it, asks it, and says what came of it. */
export async function ask(input: AskInput): Promise<Outcome> {
  const { shell, file, options } = input;
  lookAtFiles(shell, options);
  const client = coordinatorClient(originOf(options.coordinator));
  const asking = await askingOf(input);
  const policyFor = documentsByName(options.policy === undefined ? [] : [loadPolicyFile(options.policy)]);
  const logKeys = options.logKey && trustedKeys('--log-key', options.logKey);
  const following = { client, policyFor, logKeys };
  if (options.dryRun !== true && options.request !== undefined && existsSync(options.request)) {
    const sending = { one: keptRequest(options.request, asking), file: options.request };
    return outcomeOf(shell, await send(shell, following, sending), options.receipt);
  }
  shell.terminal.status('Asking the coordinator which sites there are …');
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
  const line = siteLine(shell, draft.sites);
  const onOutcome = (one: QuoteOutcome) => line.tell(one.site, shownQuote(one).state);
  const quote = await quoteOf(draft, asking, { client, onOutcome });
  line.end();
  const notAsked =
    notAskedOf(quote, takesOf(draft, facts), {
      isPartWanted: options.partial === true,
      isDryRun: options.dryRun === true,
    }) ?? (options.dryRun ? notSignedOf(draft, { quote, policyFor }) : undefined);
  if (options.dryRun || notAsked !== undefined) {
    const shown = options.dryRun ? quote : askedOfNobody(quote);
    return quoted({ ...shown, ...expectedOf(draft, quote), ...leftOutOf(draft, quote) }, notAsked);
  }
  const request = requestToSign(draft, { quote, policyFor });
  const one = { request, signed: signRequest('question', request, asking.secretKey) };
  if (options.request !== undefined) {
    writeTextFile(options.request, `${one.signed}\n`, 'wx');
  }
  kept?.keep(one);
  return outcomeOf(shell, await send(shell, following, { one, file: options.request, kept }), options.receipt);
}

/** What is wrong with the files that are named shows before anything is asked; a dry run leaves them alone, and says so. */
function lookAtFiles({ terminal }: Shell, { dryRun, request, receipt }: AskOptions): void {
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
    ...(options.minSites === undefined ? {} : { minSites: options.minSites }),
    ...(options.total === true ? { total: { maxAttempts: options.attempts ?? 1 } } : {}),
  };
}
