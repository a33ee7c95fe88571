import { concatBytes, fromBase64Url, toBase64Url } from './bytes.ts';
import { type Entropy, randomBytes } from './entropy.ts';
import { dayEnd, dayStart } from './moment.ts';
import { seal, unseal } from './seal.ts';
import { publicKeyOf } from './signature.ts';
import { STRETCHING, stretch } from './stretch.ts';

/** What a person signs with: an Ed25519 secret key (32 bytes) and the last day (`YYYY-MM-DD`, UTC) on which it signs. */
export interface PersonKey {
  readonly secretKey: Uint8Array;
  /** Without an end where there is none. */
  readonly expires?: string | undefined;
}

/** What a file of a person's key says to whoever has no passphrase. */
export interface PersonKeyFile {
  /** Base64url. */
  readonly publicKey: string;
  readonly expires: string | undefined;
  readonly isSealed: boolean;
  /** The key; `undefined` unless the passphrase is the right one (any, where the file isn't sealed). */
  open(passphrase: string): PersonKey | undefined;
}

const HEAD = 'sfumato-secret-key';
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Whether a key has come to its end at this time (milliseconds since 1970-01-01 UTC): it signs to the end of its last day. */
export function hasExpired({ expires }: { readonly expires?: string | undefined }, nowMs: number): boolean {
  return expires !== undefined && nowMs >= (dayEnd(expires) ?? 0);
}

/**
 * The line of a key's file, sealed by the passphrase (scrypt, RFC 7914, then XChaCha20-Poly1305), or in the clear without one.
 * Public key and last day stand outside the box and are bound to it.
 */
export function formatPersonKey(key: PersonKey, passphrase: string | undefined, entropy: Entropy): string {
  const { secretKey, expires = '-' } = key;
  if (passphrase === undefined) {
    const encoded = toBase64Url(secretKey);
    return expires === '-' ? `${HEAD} v1 analyst ${encoded}\n` : `${HEAD} v2 analyst plain ${expires} ${encoded}\n`;
  }
  const salt = randomBytes(entropy, SALT_BYTES);
  const open = `${HEAD} v2 analyst ${STRETCHING} ${expires} ${toBase64Url(publicKeyOf(secretKey))}`;
  const box = seal(secretKey, { key: stretch(passphrase, salt), context: open }, entropy);
  return `${open} ${toBase64Url(concatBytes(salt, box))}\n`;
}

/** Reads such a line, also of the first version; `undefined` for anything else. */
export function parsePersonKey(text: string): PersonKeyFile | undefined {
  const [head, version, purpose, ...rest] = text.trimEnd().split(' ');
  if (head !== HEAD || purpose !== 'analyst') {
    return undefined;
  }
  if (version === 'v1') {
    return rest.length === 1 ? inClear(rest[0] ?? '', '-') : undefined;
  }
  const [how, expires = '', ...parts] = rest;
  if (version !== 'v2' || (expires !== '-' && dayStart(expires) === undefined)) {
    return undefined;
  }
  if (how === 'plain') {
    return parts.length === 1 ? inClear(parts[0] ?? '', expires) : undefined;
  }
  const [publicKey = '', box = ''] = parts;
  const open = `${HEAD} v2 analyst ${how} ${expires} ${publicKey}`;
  return how === STRETCHING && parts.length === 2 ? inBox({ publicKey, box, expires, open }) : undefined;
}

function inClear(encoded: string, expires: string): PersonKeyFile | undefined {
  const secretKey = fromBase64Url(encoded);
  if (secretKey?.length !== KEY_BYTES) {
    return undefined;
  }
  const key = { secretKey, expires: dayOf(expires) };
  return {
    publicKey: toBase64Url(publicKeyOf(secretKey)),
    expires: key.expires,
    isSealed: false,
    open: () => key,
  };
}

interface Boxed {
  readonly publicKey: string;
  readonly box: string;
  readonly expires: string;
  /** What stands in front of the box. */
  readonly open: string;
}

function inBox({ publicKey, box: encoded, expires, open }: Boxed): PersonKeyFile | undefined {
  const bytes = fromBase64Url(encoded);
  if (fromBase64Url(publicKey)?.length !== KEY_BYTES || bytes === undefined || bytes.length < SALT_BYTES) {
    return undefined;
  }
  return {
    publicKey,
    expires: dayOf(expires),
    isSealed: true,
    open(passphrase) {
      const key = stretch(passphrase, bytes.subarray(0, SALT_BYTES));
      const secretKey = unseal(bytes.subarray(SALT_BYTES), { key, context: open });
      const fits = secretKey?.length === KEY_BYTES && toBase64Url(publicKeyOf(secretKey)) === publicKey;
      return fits ? { secretKey, expires: dayOf(expires) } : undefined;
    },
  };
}

function dayOf(expires: string): string | undefined {
  return expires === '-' ? undefined : expires;
}
