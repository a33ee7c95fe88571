import { rmSync, writeFileSync } from 'node:fs';
import { guarded, putWhereNothingIs } from '../../base/files.ts';
import {
  type Entropy,
  fromBase64Url,
  LIMITS,
  publicKeyOf,
  randomBytes,
  SfumatoError,
  systemCode,
  toBase64Url,
} from '../../base/index.ts';
import { bytesUpTo } from '../bytes-up-to.ts';

/** What a key is for; written into its file, so that one key can't be used as another. */
export type KeyPurpose =
  | 'pseudonym'
  | 'truncation'
  | 'seal'
  | 'checkpoint'
  | 'witness'
  | 'link'
  | 'opening'
  | 'access'
  | 'webhook'
  | 'analyst';

const KEY_BYTES = 32;
const MADE_BY: Partial<Record<KeyPurpose, string>> = {
  analyst: '--analyst FILE',
  witness: '--coordinator FILE',
  webhook: '--webhook FILE',
};

/**
 * Writes a fresh secret key, readable by its owner only; a crash or a full disk leaves no part of it under this name.
 * @throws SfumatoError `disk-full`, or `file-unwritable` also when the file exists.
 */
export function writeKeyFile(file: string, purpose: KeyPurpose, entropy: Entropy): void {
  const line = `sfumato-secret-key v1 ${purpose} ${toBase64Url(randomBytes(entropy, KEY_BYTES))}\n`;
  const partial = `${file}.partial`;
  try {
    guarded(file, () => {
      rmSync(partial, { force: true });
      writeFileSync(partial, line, { mode: 0o600, flag: 'wx' });
    });
    if (!putWhereNothingIs(partial, file, 0o600)) {
      throw new SfumatoError('file-unwritable', `Key file ${file} exists already; keys are never overwritten.`);
    }
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Reads a secret key (32 bytes) for `purpose`. @throws SfumatoError `key-missing` or `key-invalid`. */
export function readKeyFile(file: string, purpose: KeyPurpose): Uint8Array {
  const [label, version, written, encoded, ...rest] = readText(file, purpose).trim().split(' ');
  const key = fromBase64Url(encoded ?? '');
  if (label !== 'sfumato-secret-key' || version !== 'v1' || key?.length !== KEY_BYTES || rest.length > 0) {
    throw new SfumatoError(
      'key-invalid',
      `${file} does not hold a sfumato secret key; name another file, or restore this one.`,
    );
  }
  if (written !== purpose) {
    throw new SfumatoError('key-invalid', `${file} holds a ${written} key where a ${purpose} key is wanted.`);
  }
  return key;
}

/** The public half of an analyst's key file, in base64url: what a site enrols. */
export function publicKeyText(secretKey: Uint8Array): string {
  return toBase64Url(publicKeyOf(secretKey));
}

function readText(file: string, purpose: KeyPurpose): string {
  try {
    // What is longer than any key is none.
    return bytesUpTo(file, LIMITS.secretFileBytesMax)?.toString('utf8') ?? '';
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') {
      const make = MADE_BY[purpose] ?? '--config FILE';
      const sentence = `There is no ${purpose} key at ${file}; restore it, or make a first one with \`sfumato keygen ${make}\`.`;
      throw new SfumatoError('key-missing', sentence, { cause });
    }
    throw new SfumatoError('file-unreadable', `The ${purpose} key at ${file} could not be read.`, { cause });
  }
}
