import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../../src/policy/index.ts';

/** What a site's configuration is made of. */
export interface SiteOptions {
  readonly folder: string;
  readonly site: string;
  readonly policyFile: string;
  readonly policy: Policy;
  /** The analyst's public key. */
  readonly publicKey: string;
  readonly sizeClass?: 'small' | 'medium';
}

/** Makes a site's folder with its node.yaml; gives the path of that file. */
export function makeSite({ folder, site, policyFile, policy, publicKey, sizeClass = 'small' }: SiteOptions): string {
  mkdirSync(folder, { recursive: true });
  const fields = ['Modality', 'PatientSex', 'PatientAge', 'BodyPartExamined'].filter((name) =>
    policy.columns.has(name),
  );
  const config = join(folder, 'node.yaml');
  const year = new Date().getUTCFullYear();
  const text = `kind: node
site: ${site}
domain: ${site}-imaging
domainSince: ${year}
policy: ${policyFile}
sizeClass: ${sizeClass}
calendar: daily
minSites: 1
listen: { host: 127.0.0.1, port: 0, unsigned: true }
standingGrant: { epsilon: "10", reason: What the patients of this benchmark may lose. }
projects:
  - id: planted
    purpose: Counts of patients nobody has.
    fields: [${fields.join(', ')}]
    agreement: data-use-1
    members:
      - { person: ada, key: ${publicKey}, signedAgreement: data-use-1 }
    grant: { project: "5", analyst: "5" }
`;
  writeFileSync(config, text);
  return config;
}

/** A coordinator of sites with these addresses; gives the path of its configuration. */
export function makeCoordinator(folder: string, urls: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'coordinator.yaml');
  const sites = Object.entries(urls).map(([id, url]) => `  - { id: ${id}, url: "${url}", unsigned: true }\n`);
  const text = `kind: coordinator
folder: .
listen: { host: 127.0.0.1, port: 0 }
minSites: 2
deadlineMs: 20000
sites:
${sites.join('')}`;
  writeFileSync(config, text);
  return config;
}
