import { type DemoFolders, nameRelay, writeCoordinatorConfig } from './folders.ts';
import { type DemoServer, startServer } from './servers.ts';
import { DEMO_PROJECT, DEMO_SITES } from './sites.table.ts';

/** Where everything is. */
export interface DemoAddresses {
  readonly coordinator: string;
  /** Where researchers find the coordinator's pages. */
  readonly coordinatorPages: string | undefined;
  /** Of each site that has pages. */
  readonly pages: ReadonlyMap<string, string>;
}

/** Starts the nodes and their coordinator, each a process of its own; whatever is up stands in `servers`. */
export async function startParties(folders: DemoFolders, servers: DemoServer[]): Promise<DemoAddresses> {
  const pages = new Map<string, string>();
  const start = async (words: readonly string[]): Promise<DemoServer> => {
    const server = await startServer(words);
    servers.push(server);
    return server;
  };
  const startNode = async (site: string): Promise<string> => {
    const node = await start(['node', 'start', '--config', folders.site(site).config]);
    if (node.pages !== undefined) {
      pages.set(site, node.pages);
    }
    return node.url;
  };
  const urls = new Map<string, string>();
  for (const { id } of DEMO_SITES.filter(({ callsIn }) => !callsIn)) {
    urls.set(id, await startNode(id));
  }
  writeCoordinatorConfig(folders, { urls, hasPages: pages.size > 0 });
  const coordinator = await start(['coordinator', 'start', '--config', folders.coordinatorConfig]);
  for (const { id } of DEMO_SITES.filter(({ callsIn }) => callsIn)) {
    nameRelay(folders.site(id).config, coordinator.url);
    await startNode(id);
  }
  return { coordinator: coordinator.url, coordinatorPages: coordinator.pages, pages };
}

/** Starts the first researcher's workbench, too. */
export async function startWorkbench(
  folders: DemoFolders,
  servers: DemoServer[],
  coordinator: string,
): Promise<string> {
  const where = ['--coordinator', coordinator, '--project', DEMO_PROJECT.id, '--key', folders.analystKey];
  const server = await startServer(['workbench', ...where, '--folder', folders.workbench]);
  servers.push(server);
  return server.url;
}

/** Ends them all. */
export async function stopParties(servers: readonly DemoServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
