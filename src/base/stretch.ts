import { scrypt } from '@noble/hashes/scrypt.js';
import { utf8ToBytes } from './bytes.ts';
import { native } from './native.ts';

const COST = Object.freeze({ N: 2 ** 17, r: 8, p: 1, dkLen: 32 });

/** How passphrases are stretched, as files name it: scrypt with 2^17 rounds, r = 8 and p = 1, which takes 128 MiB. */
export const STRETCHING = 'scrypt-17-8-1';

/**
 * A key of 32 bytes from a passphrase, in Unicode's NFKC form, and a salt, by scrypt (RFC 7914). It takes about half a second, and
 * guessing as long a try.
 */
export function stretch(passphrase: string, salt: Uint8Array): Uint8Array {
  const bytes = utf8ToBytes(passphrase.normalize('NFKC'));
  return native?.scrypt(bytes, salt, COST) ?? scrypt(bytes, salt, COST);
}
