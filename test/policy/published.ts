import { readdirSync, readFileSync } from 'node:fs';
import { loadPolicy, type Policy } from '../../src/policy/index.ts';

/** The version that sites start with. */
export const FIRST = 'policies/imaging-metadata/1.0.0.yaml';

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
