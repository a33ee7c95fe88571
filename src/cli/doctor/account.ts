import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';

/** Whether folder, keys and journal belong to the account that runs this, or it is root's, who may do all. */
export function accountCheck(folder: string): Check {
  const name = 'account';
  const us = process.geteuid?.() ?? 0;
  const [first] = us === 0 ? [] : ownedPaths(folder).filter(({ uid }) => uid !== us);
  if (first === undefined) {
    return { name, state: 'ok', sentence: 'The account that runs this can use the folder.' };
  }
  const sentence = `${first.path} belongs to another account (uid ${first.uid}) than the one that runs this (uid ${us}); run as that account, or give the whole folder to this one (\`chown -R\`).`;
  return { name, state: 'failed', sentence };
}

/** What lies in a folder, as far as this account may look. */
export function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function ownedPaths(folder: string): readonly { readonly path: string; readonly uid: number }[] {
  const inside = [join(folder, 'keys'), join(folder, 'journal')];
  return [folder, ...inside, ...inside.flatMap(entriesOf)].flatMap((path) => {
    const uid = uidOf(path);
    return uid === undefined ? [] : [{ path, uid }];
  });
}

/** Nothing where there is nothing, or this account may not look: then the folder above it tells. */
function uidOf(path: string): number | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.uid;
  } catch {
    return undefined;
  }
}
