import { readdirSync, readFileSync } from 'node:fs';
import { loadPolicy, loadPs315Table, type Policy, type Ps315Table } from '../../src/policy/index.ts';

/** The version that sites start with. */
export const FIRST = 'policies/imaging-metadata/1.0.0.yaml';

/** The version with the whole inventory. */
export const WHOLE = 'policies/imaging-metadata/1.1.0.yaml';

/** The whole inventory with time classes for full medium sites. */
export const TIMED = 'policies/imaging-metadata/1.2.0.yaml';

/** The same with vocabularies mended by what public archives hold. */
export const NEWEST = 'policies/imaging-metadata/1.3.0.yaml';

const TABLE = 'policies/ps315/2024b.json';

/** Every version file there is, relative to the repository. */
export function versionFiles(): string[] {
  return readdirSync('policies', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `policies/${name.replaceAll('\\', '/')}`)
    .sort();
}

/** A version file, loaded. */
export function publishedPolicy(file: string = FIRST): Policy {
  return loadPolicy({ text: readFileSync(file, 'utf8'), file });
}

/** PS3.15 Table E.1-1 as it ships, or with one text of it replaced, which must be there. */
export function ps315Table(from = '', to = ''): Ps315Table {
  const text = readFileSync(TABLE, 'utf8');
  if (!text.includes(from)) {
    throw new Error(`the table doesn't say ${from}`);
  }
  return loadPs315Table({ text: text.replace(from, to), file: TABLE });
}
