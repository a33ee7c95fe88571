import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Entropy, formatNoteKey, logOrigin, noteKeyOf, SfumatoError } from '../../base/index.ts';
import { type KeyPurpose, readKeyFile, writeKeyFile } from './key-file.ts';
import { checkpointRing, type KeyRing, sealRing } from './key-ring.ts';
import { isThere, namesIn } from './there.ts';

/** A site's secret keys, 32 bytes each. They never leave the machine. */
export interface SiteKeys {
  /** Turns identifiers into pseudonyms. */
  readonly pseudonym: Uint8Array;
  /** Decides which of a patient's groups and rows are kept. */
  readonly truncation: Uint8Array;
  /** Seal stored answers, leases, the intake register and the quarantine list. */
  readonly seal: KeyRing;
  /** Sign checkpoints. */
  readonly checkpoint: KeyRing;
}

const CHECKPOINT = 'checkpoint' as const satisfies KeyPurpose;
const PURPOSES = ['pseudonym', 'truncation', 'seal'] as const satisfies readonly KeyPurpose[];

/**
 * Makes the keys that `folder/keys/` still lacks; gives the purposes of those it made. @throws SfumatoError `key-missing` when
 * the site has a journal already: new keys would give its patients new pseudonyms, and so new budgets.
 */
export function makeSiteKeys(folder: string, entropy: Entropy): readonly KeyPurpose[] {
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const missing: readonly KeyPurpose[] = PURPOSES.filter((purpose) => !isThere(keyPath(folder, purpose)));
  if (missing.length > 0 && hasJournal(folder)) {
    const sentence = `This site has a journal already, so its ${missing.join(' and ')} key must be restored from the backup.`;
    throw new SfumatoError('key-missing', sentence);
  }
  const made = hasJournal(folder) || isThere(keyPath(folder, 'checkpoint')) ? missing : [...missing, CHECKPOINT];
  for (const purpose of made) {
    writeKeyFile(keyPath(folder, purpose), purpose, entropy);
  }
  return made;
}

/** Reads the keys of a site. @throws SfumatoError `key-missing` or `key-invalid`, naming the file. */
export function readSiteKeys(folder: string, site: string): SiteKeys {
  const seal = sealRing(folder);
  if (seal.ids().length === 0) {
    // Says that it is missing.
    seal.named();
  }
  return Object.freeze({
    pseudonym: readKeyFile(keyPath(folder, 'pseudonym'), 'pseudonym'),
    truncation: readKeyFile(keyPath(folder, 'truncation'), 'truncation'),
    seal,
    checkpoint: checkpointRing(folder, site),
  });
}

/** What a site's receipts are verified with, as C2SP writes keys; `undefined` before the site has that key. */
export function publicLogKey(folder: string, site: string): string | undefined {
  const file = keyPath(folder, 'checkpoint');
  return isThere(file) ? formatNoteKey(noteKeyOf(logOrigin(site), 'log', readKeyFile(file, 'checkpoint'))) : undefined;
}

/** Whether anything was ever recorded in a site's folder. @throws SfumatoError `file-unreadable` where that can't be seen. */
export function hasJournal(folder: string): boolean {
  return namesIn(join(folder, 'journal')).length > 0;
}

function keyPath(folder: string, purpose: KeyPurpose): string {
  return join(folder, 'keys', `${purpose}.key`);
}

/** Makes the key with which a witness co-signs, unless it is there; gives the purposes of what it made. */
export function makeWitnessKey(folder: string, entropy: Entropy): readonly KeyPurpose[] {
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  if (isThere(keyPath(folder, 'witness'))) {
    return [];
  }
  writeKeyFile(keyPath(folder, 'witness'), 'witness', entropy);
  return ['witness'];
}

/** Reads the secret key of a witness (32 bytes). @throws SfumatoError `key-missing` or `key-invalid`. */
export function readWitnessKey(folder: string): Uint8Array {
  return readKeyFile(keyPath(folder, 'witness'), 'witness');
}
