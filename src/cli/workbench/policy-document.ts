import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SiteFacts } from '../../contract/index.ts';
import type { Policy } from '../../policy/index.ts';
import { loadPolicyFile } from '../load.ts';

/** The document that a site works under, by name and hashes: one of those given, or a published one; `undefined` where none is it. */
export function documentOf(facts: SiteFacts, given: readonly Policy[]): Policy | undefined {
  const file = publishedFile(facts.policy);
  return [...given, ...(file === undefined ? [] : [loadPolicyFile(file)])].find(
    ({ deidentificationHash, disclosureHash }) =>
      deidentificationHash === facts.deidentificationHash && disclosureHash === facts.disclosureHash,
  );
}

function publishedFile(name: string): string | undefined {
  const [id, version] = name.split('@');
  const file = fileURLToPath(new URL(`../../../policies/${id}/${version}.yaml`, import.meta.url));
  return /^[a-z0-9-]+@\d+\.\d+\.\d+$/.test(name) && existsSync(file) ? file : undefined;
}
