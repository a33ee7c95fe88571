import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, sfumato, startServer } from './command.ts';
import { publishedSite } from './site-folder.ts';

export const SITES = ['harbour', 'hillside', 'lakeside'];
export const PASSPHRASE = 'seven grey herons';

/** A coordinator, three sites, and a researcher's workbench, each a process of its own. */
export interface Parties {
  readonly folder: string;
  readonly coordinator: Server;
  readonly workbench: Server;
  readonly nodes: readonly Server[];
  close(): Promise<void>;
}

/** Starts them; the sites hold so many generated patients each. */
export async function startParties(patients: number): Promise<Parties> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-workbench-'));
  const [key, passphrase] = [join(folder, 'ada.key'), join(folder, 'passphrase.txt')];
  writeFileSync(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
  const made = await sfumato(['keygen', '--analyst', key, '--passphrase-file', passphrase, '--json']);
  const { publicKey } = JSON.parse(made.stdout);
  const folders: string[] = [];
  const nodes: Server[] = [];
  for (const [at, site] of SITES.entries()) {
    const published = await publishedSite({ site, publicKey, patients, seed: at + 1 });
    folders.push(published.folder);
    nodes.push(await startServer(['node', 'start', '--config', published.config]));
  }
  const config = join(folder, 'coordinator.yaml');
  const links = SITES.map((id, at) => `  - { id: ${id}, url: "${nodes[at]?.url}", unsigned: true }`).join('\n');
  const head = `kind: coordinator\nfolder: ${join(folder, 'coordinator')}\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 2\npages: { port: 0 }\n`;
  writeFileSync(config, `${head}sites:\n${links}\n`);
  const coordinator = await startServer(['coordinator', 'start', '--config', config]);
  const where = ['--coordinator', coordinator.url, '--project', 'lung-imaging', '--key', key];
  const workbench = await startServer(['workbench', ...where, '--folder', join(folder, 'desk')]);
  return {
    ...{ folder, coordinator, workbench, nodes },
    async close() {
      await Promise.all([workbench, coordinator, ...nodes].map((server) => server.kill('SIGTERM')));
      for (const one of [folder, ...folders]) {
        rmSync(one, { recursive: true, force: true });
      }
    },
  };
}
