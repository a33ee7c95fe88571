import { bytesToHex, type Entropy, equalBytes, hexToBytes, LIMITS, sha256, toBase64Url } from '../../base/index.ts';
import type { Credentials } from '../people/credentials.ts';
import { freshStretching, type Stretch } from '../people/stretch.ts';

type Password = NonNullable<Credentials['password']>;

/** What stands in for the password of somebody who has none: no password fits, and finding that out takes as long. */
const NOBODY: Password = {
  scrypt: { log2: LIMITS.scryptLog2Min, salt: toBase64Url(new Uint8Array(16)) },
  hash: bytesToHex(new Uint8Array(32)),
};

/** Whether a password is one that may be set: long enough, and not too long to be read. */
export function isLongEnough(password: string): boolean {
  const { length } = [...password.normalize('NFKC')];
  return length >= LIMITS.passwordCharactersMin && length <= LIMITS.passwordCharactersMax;
}

/** What is kept of a password; `undefined` when too many wait. */
export async function keepPassword(
  password: string,
  stretch: Stretch,
  entropy: Entropy,
): Promise<Password | undefined> {
  const scrypt = freshStretching(entropy);
  const key = await stretch(password, scrypt);
  return key && { scrypt, hash: hashOf(key) };
}

/** Whether it is the password, for the same work where there is none; `busy` when too many wait. */
export async function fitsPassword(
  password: string,
  kept: Password | undefined,
  stretch: Stretch,
): Promise<boolean | 'busy'> {
  const { scrypt, hash } = kept ?? NOBODY;
  const key = await stretch(password.slice(0, LIMITS.passwordCharactersMax), scrypt);
  if (key === undefined) {
    return 'busy';
  }
  return equalBytes(hexToBytes(hashOf(key)), hexToBytes(hash)) && kept !== undefined;
}

function hashOf(key: Uint8Array): string {
  return bytesToHex(sha256(key));
}
