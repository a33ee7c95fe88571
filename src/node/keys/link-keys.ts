import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Entropy } from '../../base/index.ts';
import { type LinkKeys, readPeers } from '../../link/index.ts';
import { type KeyPurpose, readKeyFile, writeKeyFile } from './key-file.ts';
import { isThere } from './there.ts';

const PURPOSES = ['link', 'opening'] as const satisfies readonly KeyPurpose[];

/**
 * Makes the two keys with which a party signs and opens messages, unless they are there; gives the purposes of those it made.
 * A lost one costs a new enrolment at every peer, and nothing else, so it is made anew even where there is a journal.
 */
export function makeLinkKeys(folder: string, entropy: Entropy): readonly KeyPurpose[] {
  mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const missing = PURPOSES.filter((purpose) => !isThere(keyPath(folder, purpose)));
  for (const purpose of missing) {
    writeKeyFile(keyPath(folder, purpose), purpose, entropy);
  }
  return missing;
}

/** Whether link keys are missing that others have enrolled, as those whom this party knows: making them anew is nothing to be silent about. */
export function lacksKnownLinkKeys(folder: string): boolean {
  return lacksLinkKeys(folder) && readPeers(folder).length > 0;
}

/** Whether one of the two is missing. @throws SfumatoError `file-unreadable` where that can't be seen. */
export function lacksLinkKeys(folder: string): boolean {
  return PURPOSES.some((purpose) => !isThere(keyPath(folder, purpose)));
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
