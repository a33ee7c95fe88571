import type { Command } from 'commander';
import { jsonIn, LIMITS, printableCell, SfumatoError } from '../../base/index.ts';
import { type ReceiptVerdict, verifyReceipt } from '../../client/index.ts';
import { FederatedReply, parseReceipts, type Receipted, receiptsOf, withoutReceipt } from '../../contract/index.ts';
import { readTextFile } from '../load.ts';
import { type ExitCode, helpTail, type Outcome, type Shell } from '../shell.ts';
import { trustedKeys } from '../trusted-keys.ts';

interface Options {
  readonly key: readonly string[];
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
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => shell.run(options, async () => verifyFile(file, options)));
  helpTail(command, ['npx --no sfumato receipt verify answer.receipts --key sfumato/harbour+530d903a+AekyeRrm…']);
}

/** @throws SfumatoError `evidence-broken` when the file has no receipts in it, or an answer without one. */
function verifyFile(file: string, options: Options): Outcome {
  const text = readTextFile(file, 'file of receipts', LIMITS.answerFileBytesMax);
  const receipts = parseReceipts(text) ?? receiptsInAnswer(text);
  if (receipts === undefined) {
    throw new SfumatoError('evidence-broken', `${file} does not hold receipts as they were given; it shows nothing.`);
  }
  const keys = trustedKeys('--key', options.key);
  const verdicts = receipts.map((one) => verifyReceipt(one, keys));
  return { document: { receipts: verdicts }, text: verdicts.map(textOf).join('\n\n'), exitCode: exitCodeOf(verdicts) };
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
function exitCodeOf(verdicts: readonly ReceiptVerdict[]): ExitCode {
  if (verdicts.some(({ evidence }) => evidence !== 'holds')) {
    return 1;
  }
  return verdicts.some(({ answer }) => answer === 'refused') ? 3 : 0;
}

function textOf({ site, steps, ...said }: ReceiptVerdict): string {
  const failed = said.evidence === 'unchecked' ? 'no key' : 'BROKEN';
  const lines = steps.map(({ name, holds, sentence }) => `  ${holds ? 'holds ' : failed}  ${name}: ${sentence}`);
  const { of } = said;
  const what = of === undefined ? [] : [`  of      question ${of.question}, snapshot ${printableCell(of.snapshot)}`];
  return [`${site}: ${headOf(said)}.`, ...lines, ...what].join('\n');
}

function headOf({ evidence, answer, code, round }: Omit<ReceiptVerdict, 'site' | 'steps'>): string {
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
