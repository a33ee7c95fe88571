import { publicKeyOf, randomBytes, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import {
  type Action,
  draftAction,
  type RecoveryBody,
  type SignedAction,
  signAction,
} from '../../src/contract/index.ts';
import { SITE } from './budget-site.ts';

/** Three people, by their secret keys. */
export const people = [1, 2, 3].map(() => randomBytes(systemEntropy(), 32));
export const publicKeys = people.map((secret) => toBase64Url(publicKeyOf(secret)));

/** A recovery that these people have signed. */
export function recovery(body: RecoveryBody, signers = people.slice(0, 2)): SignedAction {
  const action: Action = {
    version: 1,
    id: toHex(randomBytes(systemEntropy(), 16)),
    site: SITE,
    reason: 'The machine was restored from a backup.',
    expires: Date.now() + 60_000,
    kind: 'recovery',
    body,
  };
  return signers.reduce((signed, secret) => signAction(signed, secret), draftAction(action));
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
