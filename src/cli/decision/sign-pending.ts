import { publicKeyOf, toBase64Url } from '../../base/index.ts';
import { readAction, type SignedAction, signAction } from '../../contract/index.ts';
import { type KeySource, openOwnKey } from '../key/own-key.ts';
import type { Shell } from '../shell.ts';
import { signedText, toSignText } from './decision-text.ts';

/** A decision with one more signature, and what is to be said of that. */
export interface SignedPending {
  readonly signed: SignedAction;
  readonly text: string;
}

/** Shows what a decision says, then opens the key and signs it. */
export async function signPending(shell: Shell, pending: SignedAction, key: KeySource): Promise<SignedPending> {
  const read = readAction(pending);
  if (read !== undefined) {
    shell.terminal.note(toSignText(read.action));
  }
  const secretKey = await openOwnKey(shell, key);
  const hadSigned = read?.signers.includes(toBase64Url(publicKeyOf(secretKey))) === true;
  const text = read === undefined ? '' : signedText(read.action, hadSigned);
  return { signed: signAction(pending, secretKey), text };
}
