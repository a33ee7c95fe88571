import type { Command } from 'commander';
import { jsonIn, LIMITS, printableCell, SfumatoError } from '../../base/index.ts';
import { type ReceiptVerdict, verifyReceipt } from '../../client/index.ts';
import {
  FederatedReply,
  parseReceipts,
  type Receipted,
  readRequest,
  receiptsOf,
  withoutReceipt,
} from '../../contract/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { trustedKeys } from '../options/trusted-keys.ts';
import { type ExitCode, helpTail, type Outcome, type Shell } from '../shell.ts';
import { shownTime } from '../terminal/shown-time.ts';

interface Options {
  readonly key: readonly string[];
  readonly request?: string;
  readonly json?: boolean;
}

/** `sfumato receipt verify`: what receipts show, offline. */
export function registerReceiptVerify(receipt: Command, shell: Shell): void {
  const command = receipt
    .command('verify')
    .description(
      'check offline that answers stand in their sites’ logs; exit code 3 where that holds and a site said no',
    )
    .argument('<file>', 'receipts, as `sfumato ask --receipt FILE` keeps them, or what `sfumato ask --json` printed')
    .requiredOption(
      '--key <pub...>',
      'the log keys of the sites, or files that hold them one a line; also files with the statement by which a key names the next',
    )
    .option(
      '--request <file>',
      'a signed request, as `sfumato ask --request FILE` keeps it: fail where a “no” is to another one',
    )
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => shell.run(options, async () => verifyFile(file, options)));
  helpTail(command, [
    'npx --no sfumato receipt verify answer.receipts --key sfumato/harbour+530d903a+AekyeRrm…',
    'npx --no sfumato receipt verify answer.receipts --key sites.keys --request question.jws',
  ]);
}

/** @throws SfumatoError `evidence-broken` when the file has no receipts in it, or an answer without one. */
function verifyFile(file: string, options: Options): Outcome {
  const text = readTextFile(file, 'file of receipts', LIMITS.answerFileBytesMax);
  const receipts = parseReceipts(text) ?? receiptsInAnswer(text);
  if (receipts === undefined) {
    throw new SfumatoError(
      'evidence-broken',
      `${printableCell(file)} does not hold receipts as they were given; it shows nothing.`,
    );
  }
  const keys = trustedKeys('--key', options.key);
  const given = options.request === undefined ? undefined : signedHash(options.request);
  const verdicts = receipts.map((one) => held(verifyReceipt(one, keys), given));
  return { document: { receipts: verdicts }, text: verdicts.map(textOf).join('\n\n'), exitCode: exitCodeOf(verdicts) };
}

/** A verdict, and whether a “no” is to the request that was given; an answer says to which question it is, and serves many requests. */
interface Held extends ReceiptVerdict {
  readonly isOfRequest?: boolean;
}

function held(verdict: ReceiptVerdict, given: string | undefined): Held {
  const isAsked = given !== undefined && verdict.answer === 'refused';
  return isAsked ? { ...verdict, isOfRequest: verdict.refused?.textHash === given } : verdict;
}

/** @throws SfumatoError `request-invalid`. */
function signedHash(file: string): string {
  const received = readRequest('question', readTextFile(file, 'signed request').trim());
  if (received === undefined) {
    throw new SfumatoError(
      'request-invalid',
      `${printableCell(file)} does not hold a signed request; name another file.`,
    );
  }
  return received.textHash;
}

/** The receipts of a kept answer, which a notebook has by itself; `undefined` where it is none, or has none. */
function receiptsInAnswer(text: string): readonly Receipted[] | undefined {
  const reply = FederatedReply.safeParse(jsonIn(text));
  const lacking = reply.success ? withoutReceipt(reply.data) : [];
  if (lacking.length > 0) {
    throw new SfumatoError(
      'evidence-broken',
      `The answer of ${lacking.join(', ')} came without a receipt, so nothing shows that it is the site’s own.`,
    );
  }
  const receipts = reply.success ? receiptsOf(reply.data) : [];
  return receipts.length === 0 ? undefined : receipts;
}

/** Evidence that is broken or couldn't be checked is a failure; a “no” that is in the log is the policy's. */
function exitCodeOf(verdicts: readonly Held[]): ExitCode {
  if (verdicts.some(({ evidence, isOfRequest }) => evidence !== 'holds' || isOfRequest === false)) {
    return 1;
  }
  return verdicts.some(({ answer }) => answer === 'refused') ? 3 : 0;
}

function textOf({ site, steps, ...said }: Held): string {
  const failed = said.evidence === 'unchecked' ? 'no key' : 'BROKEN';
  const lines = steps.map(({ name, holds, sentence }) => `  ${holds ? 'holds ' : failed}  ${name}: ${sentence}`);
  const { of } = said;
  const what = of === undefined ? [] : [`  of      question ${of.question}, snapshot ${printableCell(of.snapshot)}`];
  return [`${site}: ${headOf(said)}.`, ...lines, ...what, ...refusedLines(said)].join('\n');
}

/** Which request was refused and in which hour, and whether it is the one that was given. */
function refusedLines({ refused, isOfRequest }: Pick<Held, 'refused' | 'isOfRequest'>): readonly string[] {
  const named = refused && [
    `  of      request ${refused.requestId}, as signed ${refused.textHash}`,
    `  when    in the hour from ${shownTime(refused.hourMs)}`,
  ];
  const other = named === undefined ? 'the “no” names no request' : 'the “no” is to another request';
  return [
    ...(named ?? []),
    ...(isOfRequest === undefined ? [] : [isOfRequest ? '  yes     this very request' : `  NO      ${other}`]),
  ];
}

function headOf({ evidence, answer, code, round }: Omit<Held, 'site' | 'steps'>): string {
  if (evidence === 'unchecked') {
    return 'not checked, for want of the key of its log; name it with --key';
  }
  if (answer === undefined) {
    return 'the evidence is BROKEN; it shows nothing';
  }
  if (answer === 'refused') {
    return `the evidence holds, and the site said no: ${code}`;
  }
  return round === undefined
    ? 'the evidence holds'
    : `the evidence holds, for a masked vector of round ${round.hash.slice(0, 16)}…, one of ${round.sites} that make a total`;
}
