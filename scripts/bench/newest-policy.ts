import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPolicy, type Policy } from '../../src/policy/index.ts';

const FOLDER = fileURLToPath(new URL('../../policies/imaging-metadata/', import.meta.url));

/** The newest version of the policy that comes with the product, and its file. */
export function newestPolicy(): { readonly file: string; readonly policy: Policy } {
  const versions = readdirSync(FOLDER).filter((name) => /^\d+\.\d+\.\d+\.yaml$/.test(name));
  const newest = versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1) ?? '';
  const file = join(FOLDER, newest);
  return { file, policy: loadPolicy({ text: readFileSync(file, 'utf8'), file }) };
}
