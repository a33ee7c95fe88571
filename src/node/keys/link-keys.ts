import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Entropy } from '../../base/index.ts';
import { type LinkKeys, readPeers } from '../../link/index.ts';
import { type KeyPurpose, readKeyFile, writeKeyFile } from './key-file.ts';

const PURPOSES = ['link', 'opening'] as const satisfies readonly KeyPurpose[];

/**
 * Makes the two keys with which a party signs and opens messages, unless they are there; gives the purposes of those it made.
 * A lost one costs a new enrolment at every peer, and nothing else, so it is made anew even where there is a journal.
 */
export function makeLinkKeys(folder: string, entropy: Entropy): readonly KeyPurpose[] {
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const missing = PURPOSES.filter((purpose) => !existsSync(keyPath(folder, purpose)));
  for (const purpose of missing) {
    writeKeyFile(keyPath(folder, purpose), purpose, entropy);
  }
  return missing;
}

/** Whether link keys are missing that others have enrolled, as those whom this party knows: making them anew is nothing to be silent about. */
export function lacksKnownLinkKeys(folder: string): boolean {
  const isMissing = PURPOSES.some((purpose) => !existsSync(keyPath(folder, purpose)));
  return isMissing && readPeers(folder).length > 0;
}

/** Reads both. @throws SfumatoError `key-missing` or `key-invalid`. */
export function readLinkKeys(folder: string): LinkKeys {
  return Object.freeze({
    signing: readKeyFile(keyPath(folder, 'link'), 'link'),
    opening: readKeyFile(keyPath(folder, 'opening'), 'opening'),
  });
}

function keyPath(folder: string, purpose: KeyPurpose): string {
  return join(folder, 'keys', `${purpose}.key`);
}
