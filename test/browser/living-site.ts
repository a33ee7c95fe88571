import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64Url } from '../../src/base/index.ts';
import { listen } from '../../src/cli/serve.ts';
import { nodeApp } from '../../src/node/index.ts';
import { type OpenPages, openPages } from '../dashboard/open-pages.ts';
import { type Run, type Server, sfumato, startServer } from '../support/command.ts';
import { publishedSite } from '../support/site-folder.ts';

/** A published site with its pages, another site, and a coordinator through which an analyst asks both by command. */
export interface LivingSite extends OpenPages {
  /** Where the pages are. */
  readonly url: string;
  ask(question: string): Promise<Run>;
}

const HOST = 'localhost';

/** Opens all of it on free ports. */
export async function livingSite(): Promise<LivingSite> {
  const scratch = mkdtempSync(join(tmpdir(), 'sfumato-browser-'));
  const site = await openPages({ published: true });
  const key = join(scratch, 'ada.key');
  writeFileSync(key, `sfumato-secret-key v1 analyst ${toBase64Url(site.ada.secretKey)}\n`, { mode: 0o600 });
  const answering = await listen(nodeApp(site.node.ctx), { host: '127.0.0.1', port: 0 });
  const pages = await listen(site.app, { host: HOST, port: 0 });
  const other = await publishedSite({ site: 'hillside', publicKey: site.ada.publicKey, seed: 2 });
  const otherNode = await startServer(['node', 'start', '--config', other.config]);
  const coordinator = await startCoordinator(scratch, { harbour: answering.url, hillside: otherNode.url });
  return {
    ...site,
    url: pages.url,
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
