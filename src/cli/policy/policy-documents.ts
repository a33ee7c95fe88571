import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SiteFacts } from '../../contract/index.ts';
import type { Policy } from '../../policy/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { loadPolicyFile } from './policy-file.ts';

/** The document that a site works under, by name and hashes: one of those given, or a published one; `undefined` where none is it. */
export function documentOf(
  facts: Pick<SiteFacts, 'policy' | 'deidentificationHash' | 'disclosureHash'>,
  given: readonly Policy[],
): Policy | undefined {
  return [...given, ...published(facts.policy)].find(
    ({ deidentificationHash, disclosureHash }) =>
      deidentificationHash === facts.deidentificationHash && disclosureHash === facts.disclosureHash,
  );
}

/** The document of this name: one of those given, or the published one; `undefined` where there is none here. Each is read once. */
export function documentsByName(given: readonly Policy[]): (name: string) => Policy | undefined {
  const found = new Map<string, Policy | undefined>(given.map((policy) => [policy.name, policy]));
  return (name) => {
    const file = publishedFile(name);
    if (file !== undefined && !found.has(name)) {
      found.set(name, loadPolicyFile(file));
    }
    return found.get(name);
  };
}

/** Every published document. */
export function publishedPolicies(): readonly Policy[] {
  const manifest = fileURLToPath(new URL('../../../policies/manifest.json', import.meta.url));
  return Object.keys(JSON.parse(readTextFile(manifest, 'list of policies'))).map((file) =>
    loadPolicyFile(join(dirname(manifest), file)),
  );
}

function published(name: string): readonly Policy[] {
  const file = publishedFile(name);
  return file === undefined ? [] : [loadPolicyFile(file)];
}

function publishedFile(name: string): string | undefined {
  const [id, version] = name.split('@');
  const file = fileURLToPath(new URL(`../../../policies/${id}/${version}.yaml`, import.meta.url));
  return /^[a-z0-9-]+@\d+\.\d+\.\d+$/.test(name) && existsSync(file) ? file : undefined;
}
