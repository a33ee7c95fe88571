import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemEntropy } from '../../src/base/index.ts';
import { generateSite } from '../../src/dicom/generate.ts';
import { makeSiteKeys } from '../../src/node/index.ts';
import { sfumato } from './command.ts';

/** The file of a published version of the policy. */
export function policyFile(version: string): string {
  return fileURLToPath(new URL(`../../policies/imaging-metadata/${version}.yaml`, import.meta.url));
}

export const POLICY_FILE = policyFile('1.1.0');

const entropy = systemEntropy();

/** What a test wants of its site. */
export interface SiteWanted {
  readonly site: string;
  readonly publicKey: string;
  readonly blockEpsilon?: string;
  readonly patients?: number;
  readonly minSites?: number;
  readonly seed?: number;
  /** The δ of a site that counts in zCDP; pure ε when absent. */
  readonly zcdpDelta?: string;
}

/** A site's folder with keys and configuration; nothing ingested yet. */
export function siteFolder(wanted: SiteWanted): { folder: string; config: string; archive: string } {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-site-'));
  const archive = join(folder, 'archive');
  mkdirSync(archive);
  makeSiteKeys(folder, entropy);
  const config = join(folder, 'node.yaml');
  writeFileSync(config, nodeYaml(wanted));
  return { folder, config, archive };
}

/** A site's folder, filled from the generator, ingested and published by the commands. */
export async function publishedSite(
  wanted: SiteWanted,
): Promise<{ folder: string; config: string; archive: string; manifest: string }> {
  const made = siteFolder(wanted);
  const manifest = join(made.folder, 'manifest.json');
  await generateSite({
    folder: made.archive,
    manifest,
    seed: wanted.seed ?? 1,
    site: wanted.site,
    patients: wanted.patients ?? 60,
  });
  for (const words of [['ingest', made.archive], ['publish']]) {
    const run = await sfumato([...words, '--config', made.config]);
    if (run.code !== 0) {
      throw new Error(run.stderr);
    }
  }
  return { ...made, manifest };
}

function nodeYaml({ site, publicKey, blockEpsilon = '10', minSites = 1, zcdpDelta }: SiteWanted): string {
  const accountant = zcdpDelta === undefined ? '' : `accountant: { kind: zcdp, delta: "${zcdpDelta}" }\n`;
  return `kind: node
site: ${site}
domain: ${site}-imaging
domainSince: ${new Date().getUTCFullYear()}
${accountant}policy: ${POLICY_FILE}
sizeClass: small
calendar: daily
minSites: ${minSites}
listen: { host: 127.0.0.1, port: 0, unsigned: true }
standingGrant: { epsilon: "${blockEpsilon}", reason: What each new year's patients may lose in this test. }
projects:
  - id: lung-imaging
    purpose: How often chest CT and MR are combined.
    fields: [Modality, BodyPartExamined, PatientAge, PatientSex, Manufacturer, ContrastBolusAgent]
    agreement: data-use-1
    members:
      - { person: ada, key: ${publicKey}, signedAgreement: data-use-1 }
    grant: { project: "20", analyst: "20" }
`;
}
