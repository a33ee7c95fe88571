import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import {
  formatPersonKey,
  hasExpired,
  type PersonKey,
  type PersonKeyFile,
  parsePersonKey,
  printableCell,
  SfumatoError,
} from '../../base/index.ts';
import { readTextFile } from '../files/read-text.ts';
import type { Shell } from '../shell.ts';
import { passphraseFor } from './passphrase.ts';

/** A person's key file, and where its passphrase stands if not in the person's head. */
export interface KeySource {
  readonly key: string;
  readonly passphraseFile?: string | undefined;
}

/** What a key file says without its passphrase. @throws SfumatoError `key-missing` or `key-invalid`. */
export function readOwnKeyFile(file: string): PersonKeyFile {
  if (!existsSync(file)) {
    const sentence = `There is no analyst key at ${printableCell(file)}; restore it, or make a first one with \`sfumato keygen --analyst FILE\`.`;
    throw new SfumatoError('key-missing', sentence);
  }
  const parsed = parsePersonKey(readTextFile(file, 'key file'));
  if (parsed === undefined) {
    throw new SfumatoError(
      'key-invalid',
      `${printableCell(file)} does not hold a person’s sfumato key; name another file.`,
    );
  }
  return parsed;
}

/** Opens a key file, asking for its passphrase where it is sealed. @throws SfumatoError `key-missing` or `key-invalid`. */
export async function openKeyFile(shell: Shell, { key: file, passphraseFile }: KeySource): Promise<PersonKey> {
  const sealed = readOwnKeyFile(file);
  const passphrase = sealed.isSealed
    ? await passphraseFor(shell, { file: passphraseFile, prompt: `Passphrase of ${printableCell(file)}: ` })
    : '';
  const opened = sealed.open(passphrase);
  if (opened === undefined) {
    throw new SfumatoError(
      'key-invalid',
      `The passphrase does not open ${printableCell(file)}, or the file was changed.`,
    );
  }
  return opened;
}

/** The secret key to sign with. @throws SfumatoError also `key-invalid` when the key has expired. */
export async function openOwnKey(shell: Shell, source: KeySource): Promise<Uint8Array> {
  const { expires } = readOwnKeyFile(source.key);
  if (hasExpired({ expires }, shell.clock.wallMs())) {
    const sentence = `The key in ${printableCell(source.key)} expired after ${expires}; make another one and have it enrolled.`;
    throw new SfumatoError('key-invalid', sentence);
  }
  return (await openKeyFile(shell, source)).secretKey;
}

/** A key to be written: under a passphrase, or in the clear without one. */
export interface Written {
  readonly file: string;
  readonly key: PersonKey;
  readonly passphrase: string | undefined;
}

/** Writes a key file that isn't there yet, for its owner only. @throws SfumatoError `file-unwritable`. */
export function writeOwnKey({ file, key, passphrase }: Written, { entropy }: Pick<Shell, 'entropy'>): void {
  if (existsSync(file)) {
    throw new SfumatoError(
      'file-unwritable',
      `Key file ${printableCell(file)} exists already; keys are never overwritten.`,
    );
  }
  written(file, formatPersonKey(key, passphrase, entropy));
}

/** Seals the same key anew: the new file takes the place of the old one in one step. @throws SfumatoError `file-unwritable`. */
export function resealOwnKey({ file, key, passphrase }: Written, { entropy }: Pick<Shell, 'entropy'>): void {
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  written(beside, formatPersonKey(key, passphrase, entropy));
  renameSync(beside, file);
}

function written(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx', flush: true });
    chmodSync(file, 0o600);
  } catch (cause) {
    throw new SfumatoError('file-unwritable', `Key file ${printableCell(file)} could not be written.`, { cause });
  }
}
