import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';

/** What the program itself writes in a folder. What people put there may be another account's, as long as it can be read. */
export const WRITTEN = {
  folders: ['keys', 'journal', 'staging', 'snapshots', 'quarantine', 'ingests', 'people'],
  files: ['owner.lock', 'nonces.log', 'peers.txt', 'register.sealed', 'consent.sealed', 'consent.acknowledged'],
} as const;

/** Who runs this, and to whom a path belongs; tests bring their own. */
interface Accounts {
  readonly us: number;
  readonly uidOf: (path: string) => number | undefined;
}

const SYSTEM: Accounts = { us: process.geteuid?.() ?? 0, uidOf: ownerOf };

/** Whether a folder and all that the program writes in it belong to the account that runs this; for root, to one account. */
export function accountCheck(folder: string, { us, uidOf }: Accounts = SYSTEM): Check {
  const name = 'account';
  const owner = us === 0 ? (uidOf(folder) ?? us) : us;
  const first = ownedPaths(folder, uidOf).find(({ uid }) => uid !== owner);
  if (first !== undefined) {
    return { name, state: 'failed', sentence: notTheirs(first, { owner, us }) };
  }
  if (owner !== us) {
    const sentence = `The folder belongs to another account (uid ${owner}) than root, which runs this: what root writes there, that account can’t use. Run commands as that account (\`runuser\`).`;
    return { name, state: 'warning', sentence };
  }
  return { name, state: 'ok', sentence: 'The account that runs this can use the folder.' };
}

/** What lies in a folder, as far as this account may look. */
export function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

interface Owned {
  readonly path: string;
  readonly uid: number;
}

function notTheirs({ path, uid }: Owned, { owner, us }: { readonly owner: number; readonly us: number }): string {
  return owner === us
    ? `${path} belongs to another account (uid ${uid}) than the one that runs this (uid ${us}); run as that account, or give the whole folder to this one (\`chown -R\`).`
    : `${path} belongs to another account (uid ${uid}) than the folder (uid ${owner}); give the whole folder to that one (\`chown -R\`).`;
}

function ownedPaths(folder: string, uidOf: Accounts['uidOf']): readonly Owned[] {
  const inside = WRITTEN.folders.map((name) => join(folder, name));
  const files = WRITTEN.files.map((name) => join(folder, name));
  return [folder, ...inside, ...inside.flatMap(entriesOf), ...files].flatMap((path) => {
    const uid = uidOf(path);
    return uid === undefined ? [] : [{ path, uid }];
  });
}

/** Nothing where there is nothing, or this account may not look: then the folder above it tells. */
function ownerOf(path: string): number | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.uid;
  } catch {
    return undefined;
  }
}
