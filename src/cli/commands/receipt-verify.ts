import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type NoteKey, parseNoteKey, SfumatoError } from '../../base/index.ts';
import { type ReceiptVerdict, verifyReceipt } from '../../client/index.ts';
import { parseReceipts } from '../../contract/index.ts';
import { readTextFile } from '../load.ts';
import { type ExitCode, helpTail, type Outcome, type Shell } from '../shell.ts';

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
    .argument('<file>', 'receipts, as `sfumato ask --receipt FILE` keeps them')
    .requiredOption('--key <pub...>', 'the log keys of the sites, or files that hold them one a line')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => shell.run(options, async () => verifyFile(file, options)));
  helpTail(command, ['npx --no sfumato receipt verify answer.receipts --key sfumato/harbour+530d903a+AekyeRrm…']);
}

/** @throws SfumatoError `evidence-broken` when the file has no receipts in it. */
function verifyFile(file: string, options: Options): Outcome {
  const receipts = parseReceipts(readTextFile(file, 'file of receipts'));
  if (receipts === undefined) {
    throw new SfumatoError('evidence-broken', `${file} does not hold receipts as they were given; it shows nothing.`);
  }
  const keys = options.key.flatMap(keysIn);
  const verdicts = receipts.map((one) => verifyReceipt(one, keys));
  return { document: { receipts: verdicts }, text: verdicts.map(textOf).join('\n\n'), exitCode: exitCodeOf(verdicts) };
}

/** Broken evidence is a failure; a “no” that is in the log is the policy's. */
function exitCodeOf(verdicts: readonly ReceiptVerdict[]): ExitCode {
  if (verdicts.some(({ evidence }) => evidence === 'broken')) {
    return 1;
  }
  return verdicts.some(({ answer }) => answer === 'refused') ? 3 : 0;
}

function textOf({ site, steps, answer, code }: ReceiptVerdict): string {
  const lines = steps.map(({ name, holds, sentence }) => `  ${holds ? 'holds ' : 'BROKEN'}  ${name}: ${sentence}`);
  const said = answer === 'refused' ? `the evidence holds, and the site said no: ${code}` : 'the evidence holds';
  const head = answer === undefined ? `${site}: the evidence is BROKEN; it shows nothing` : `${site}: ${said}`;
  return [`${head}.`, ...lines].join('\n');
}

function keysIn(text: string): readonly NoteKey[] {
  const lines = existsSync(text) ? readTextFile(text, 'file of keys').split(/\r?\n/).filter(Boolean) : [text];
  return lines.map((line) => {
    const key = parseNoteKey(line);
    if (key === undefined) {
      throw new SfumatoError(
        'wrong-use',
        '--key is a log key such as `sfumato keygen --config FILE` prints, or a file of them.',
      );
    }
    return key;
  });
}
