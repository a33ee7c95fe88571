import { isSfumatoError } from '../../base/index.ts';
import { type FederatedReply, formatReceipts, receiptsOf, withoutReceipt } from '../../contract/index.ts';
import { writeNewFile } from '../files/write-text.ts';
import type { ExitCode, Outcome, Shell } from '../shell.ts';
import { answerText } from './show.ts';

/** What `ask` ends with: the answer, its receipts kept in a file where one is named. */
export function outcomeOf(shell: Shell, reply: FederatedReply, file: string | undefined): Outcome {
  const isKept = file === undefined || keepsAll(shell, reply, file);
  return { document: reply, text: answerText(reply), exitCode: isKept ? exitCodeOf(reply) : 1 };
}

/** Keeps the receipts that there are, and says which sites answered without one: nothing shows that they did. */
function keepsAll(shell: Shell, reply: FederatedReply, file: string): boolean {
  const receipts = receiptsOf(reply);
  const lacking = withoutReceipt(reply);
  if (lacking.length > 0) {
    const names = lacking.join(', ');
    shell.terminal.note(`sfumato: The coordinator gave no receipt of ${names}, though every answer has one.`);
  }
  const isWritten = receipts.length === 0 || keeps(shell, file, formatReceipts(receipts));
  return isWritten && lacking.length === 0;
}

/** An answer that was paid for is shown, also where its receipts can't be kept. */
function keeps(shell: Shell, file: string, receipts: string): boolean {
  try {
    writeNewFile(file, receipts);
    return true;
  } catch (error) {
    if (isSfumatoError(error, 'file-unwritable')) {
      shell.terminal.note(`sfumato: ${error.message}`);
      return false;
    }
    throw error;
  }
}

/** 0 with a combined answer; else 3 when a site said no, and 1 when sites could not be reached. */
function exitCodeOf({ combined, sites }: FederatedReply): ExitCode {
  if (combined !== null) {
    return 0;
  }
  return sites.some(({ state }) => state === 'refused' || state === 'out-of-budget') ? 3 : 1;
}
