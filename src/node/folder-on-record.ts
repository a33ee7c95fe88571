import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Entropy } from '../base/index.ts';
import { checkConsent, openRegister, registerFile, requireRegister } from '../warehouse/index.ts';
import { assertSnapshotFile } from './catalog/holder.ts';
import type { NodeContext } from './context.ts';
import { assertLifelongKeys, assertNames } from './identity.ts';
import { keyFingerprint } from './keys/key-ring.ts';
import type { SiteKeys } from './keys/site-keys.ts';
import { assertKeysAtHand } from './keys/use-keys.ts';
import type { RecordedSite } from './recorded-site.ts';

/**
 * Whether the files are there that every publish goes on from, and the consent file what it was. Without them a site answers from a
 * snapshot that can have no successor, and nobody notices before the next publish. @throws SfumatoError as `requireRegister` and `checkConsent`.
 */
export function requireFiles({
  folder,
  keys,
  catalog,
  consents,
}: Pick<NodeContext, 'folder' | 'keys' | 'catalog' | 'consents'>): void {
  if (catalog.snapshot() !== undefined) {
    requireRegister(folder);
  }
  checkConsent({ folder, keys: keys.seal.all(), expected: consents.last() });
}

/**
 * Whether a start would take this configuration and these keys for the site of the journal. Moves no file.
 * @throws SfumatoError `config-invalid` or `key-invalid`, naming what differs.
 */
export function assertSiteOnRecord(
  { config, keys }: Pick<NodeContext, 'config' | 'keys'>,
  { catalog, history }: RecordedSite,
): void {
  const recorded = catalog.site();
  if (recorded !== undefined) {
    assertNames(recorded, config);
    const { pseudonym, truncation } = keys;
    assertLifelongKeys(recorded, { pseudonym: keyFingerprint(pseudonym), truncation: keyFingerprint(truncation) });
  }
  assertKeysAtHand(keys, history);
}

/** A site's folder, held against what its journal says. */
export interface FolderOnRecord extends RecordedSite {
  readonly folder: string;
  readonly keys: SiteKeys;
  readonly entropy: Entropy;
}

/** A file that the journal knows, and how it is held against that. */
interface Look {
  readonly name: string;
  readonly look: () => Promise<void>;
}

/**
 * Register, consent file and the snapshot in force, each to be held against its digest on record: all that a start or the next publish
 * would find. Changes nothing.
 */
export function filesOnRecord({ folder, keys, entropy, catalog, consents }: FolderOnRecord): readonly Look[] {
  const [key = new Uint8Array(), ...formerKeys] = keys.seal.all();
  const snapshot = catalog.snapshot();
  const lists = { consents: () => checkConsent({ folder, keys: [key, ...formerKeys], expected: consents.last() }) };
  const register = () => void openRegister({ folder, key, formerKeys, entropy, expected: snapshot });
  const published = {
    register,
    ...lists,
    snapshot: async () => snapshot && (await assertSnapshotFile(join(folder, 'snapshots'), snapshot)),
  };
  // Before the first publish there may be lists that wait for it, and nothing else, unless it was cut short.
  const before = existsSync(registerFile(folder)) ? { register, ...lists } : lists;
  const looks = snapshot === undefined ? before : published;
  return Object.entries(looks).map(([name, look]) => ({ name, look: async () => void (await look()) }));
}
