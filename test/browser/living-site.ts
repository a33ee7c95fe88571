import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64Url } from '../../src/base/index.ts';
import { listen } from '../../src/cli/server/serve.ts';
import { nodeApp } from '../../src/node/index.ts';
import { type OpenPages, openPages, PASSPHRASE } from '../dashboard/open-pages.ts';
import { type Run, type Server, sfumato, startServer } from '../support/command.ts';
import { publishedSite } from '../support/site-folder.ts';

/** A published site with its pages, another site, and a coordinator through which an analyst asks both by command. */
export interface LivingSite extends OpenPages {
  /** Where the pages are. */
  readonly url: string;
  ask(question: string): Promise<Run>;
  /** A researcher whom the other site knows for a project of his, and this one doesn't yet. */
  readonly carl: Researcher;
}

/** A researcher, with a key of his own. */
export interface Researcher {
  readonly publicKey: string;
  /** Runs a command that signs with his key. */
  signs(...words: readonly string[]): Promise<Run>;
  /** Starts his workbench, on which he asks in his project. */
  workbench(): Promise<Server>;
}

export const CARLS_PROJECT = 'bones';

const HOST = 'localhost';

/** Opens all of it on free ports. */
export async function livingSite(): Promise<LivingSite> {
  const scratch = mkdtempSync(join(tmpdir(), 'sfumato-browser-'));
  const site = await openPages({ published: true });
  const key = join(scratch, 'ada.key');
  writeFileSync(key, `sfumato-secret-key v1 analyst ${toBase64Url(site.ada.secretKey)}\n`, { mode: 0o600 });
  const carl = await researcher(scratch);
  const answering = await listen(nodeApp(site.node.ctx), { host: '127.0.0.1', port: 0 });
  const pages = await listen(site.app, { host: HOST, port: 0 });
  const other = await publishedSite({ site: 'hillside', publicKey: site.ada.publicKey, seed: 2 });
  appendFileSync(other.config, projectOf(carl.publicKey));
  const otherNode = await startServer(['node', 'start', '--config', other.config]);
  const coordinator = await startCoordinator(scratch, { harbour: answering.url, hillside: otherNode.url });
  return {
    ...site,
    url: pages.url,
    carl: { ...carl, workbench: () => carl.startWorkbench(coordinator.url) },
    ask(question) {
      const file = join(scratch, 'question.yaml');
      writeFileSync(file, question);
      const words = [
        'ask',
        file,
        '--coordinator',
        coordinator.url,
        '--project',
        'lung-imaging',
        '--key',
        key,
        '--json',
      ];
      return sfumato(words);
    },
    async close() {
      await Promise.all([coordinator.kill('SIGTERM'), otherNode.kill('SIGTERM')]);
      await Promise.all([answering.close(), pages.close()]);
      await site.close();
      for (const folder of [scratch, other.folder]) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Makes a researcher's key, sealed as keys are. */
async function researcher(folder: string) {
  const [key, passphrase] = [join(folder, 'carl.key'), join(folder, 'passphrase.txt')];
  writeFileSync(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
  const sealed = ['--passphrase-file', passphrase];
  const made = await sfumato(['keygen', '--analyst', key, ...sealed, '--json']);
  const { publicKey } = JSON.parse(made.stdout);
  const own = ['--project', CARLS_PROJECT, '--key', key, '--folder', join(folder, 'desk')];
  return {
    publicKey,
    signs: (...words: readonly string[]) => sfumato([...words, '--key', key, ...sealed]),
    startWorkbench: (coordinator: string) => startServer(['workbench', '--coordinator', coordinator, ...own]),
  };
}

/** One more project, as the configuration of a site brings it. */
function projectOf(publicKey: string): string {
  return `  - id: ${CARLS_PROJECT}
    purpose: How bone density goes with age.
    fields: [Modality, PatientAge]
    agreement: data-use-1
    members:
      - { person: carl, key: ${publicKey}, signedAgreement: data-use-1 }
    grant: { project: "20", analyst: "20" }
`;
}

async function startCoordinator(scratch: string, sites: Readonly<Record<string, string>>): Promise<Server> {
  const config = join(scratch, 'coordinator.yaml');
  const links = Object.entries(sites)
    .map(([id, url]) => `  - { id: ${id}, url: "${url}", unsigned: true }`)
    .join('\n');
  writeFileSync(
    config,
    `kind: coordinator\nfolder: ${scratch}/coordinator\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 2\nsites:\n${links}\n`,
  );
  return await startServer(['coordinator', 'start', '--config', config]);
}
