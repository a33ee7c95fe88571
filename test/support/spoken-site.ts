import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import type { ReleasedWire, Reply } from '../../src/contract/index.ts';
import {
  type CoordinatorConfig,
  type CoordinatorContext,
  coordinatorApp,
  coordinatorContext,
  coordinatorMemory,
} from '../../src/coordinator/index.ts';
import { openJournal } from '../../src/journal/index.ts';
import { createPost, unsignedLink } from '../../src/link/index.ts';
import { MemoryDisk } from './memory-disk.ts';

/** Servers of the test that runs; `closeSites` ends them. */
export const servers: Server[] = [];

export function closeSites(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** Noise of b = 2. */
export const LAPLACE = {
  name: 'discrete-laplace' as const,
  epsilon: '0.5',
  sensitivity: '1',
  sensitivitySquared: '1',
  scale: { numerator: '2', denominator: '1' },
  variance: 7.835,
};

/** Counts of one cell’s patients with noise of b = 2. */
export const PIECE: ReleasedWire['pieces'][number] = {
  measure: 0,
  name: 'n',
  fields: [],
  width: 1,
  mechanism: LAPLACE,
  interval: { confidence: '0.95', halfWidth: '6' },
};

export function release(site: string, change: Partial<ReleasedWire> = {}): ReleasedWire {
  return {
    state: 'released',
    site,
    keys: [{ PatientSex: 'F' }, { PatientSex: 'M' }],
    measures: [{ kind: 'count', of: 'patients', fields: [], perGroup: 1 }],
    pieces: [PIECE],
    epsilon: '0.5',
    definition: 'pure ε-differential privacy',
    privacyUnit: 'patient',
    caps: { groupsPerPatient: 1 },
    leavesOut: [],
    blocks: [2026],
    snapshot: '0'.repeat(32),
    policy: { id: 'imaging-metadata', version: '1.0.0', deidentification: 'a'.repeat(64), disclosure: 'b'.repeat(64) },
    queryHash: 'c'.repeat(64),
    values: [['10', '-1']],
    ...change,
  };
}

/** A site that speaks the protocol over a real socket and says `body` once `ready`; `undefined` never answers. */
export async function siteThatSays(
  site: string,
  body: unknown,
  ready: Promise<unknown> = Promise.resolve(),
): Promise<{ id: string; url: string }> {
  const server = createServer(async (_, response) => {
    await ready;
    if (body !== undefined) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ result: { data: body } }));
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { id: site, url: addressOf(server) };
}

export const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export const reply = (answer: Reply['answer']): Reply => ({ answer, replayed: false, receipt: null });

/** A coordinator's configuration for these sites. */
export function coordinatorConfig(
  sites: CoordinatorConfig['sites'],
  change: Partial<CoordinatorConfig> = {},
): CoordinatorConfig {
  return {
    ...{ kind: 'coordinator', name: 'coordinator', folder: '.', listen: { host: '127.0.0.1', port: 0 } },
    ...{ log: 'text', minSites: 2, deadlineMs: 1_000, sites, ...change },
  };
}

/** A coordinator with a journal in memory, for sites that are dialled. */
export async function testCoordinator(
  sites: { id: string; url: string }[],
  change: Partial<CoordinatorConfig> = {},
  more: Pick<CoordinatorContext, 'shapeOf'> = {},
) {
  const config = coordinatorConfig(sites, change);
  const disk = new MemoryDisk();
  const entropy = systemEntropy();
  const memory = coordinatorMemory();
  const onFatal = (error: Error) => {
    throw error;
  };
  const journal = await openJournal({ disk, clock: systemClock, entropy, folds: memory.folds, onFatal });
  const post = createPost({});
  const links = new Map(sites.map(({ id, url }) => [id, unsignedLink({ site: id, url, post })]));
  const ctx = coordinatorContext({ config, links, journal, memory, entropy, ...more });
  return { app: coordinatorApp(ctx), ctx, journal, disk, questions: memory.questions };
}
