import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemFetch } from '../../src/base/index.ts';
import { federationClient } from '../../src/client/index.ts';
import { type Server, startServer } from '../../test/support/command.ts';
import { analyst, signedQuestion } from '../../test/support/signing.ts';
import { publishedSite } from '../../test/support/site-folder.ts';
import { median, type Result } from './report.ts';

const SITES = ['harbour', 'hillside', 'lakeside'];
/** The answer of a small dataset leaves a second after it was asked for, however soon it is there: its time class. */
const TIME_CLASS_MS = 1_000;
/** DataSHIELD's ds.mean over three sites took 51 to 360 ms; a fifth of the slowest. */
const GOAL_MS = 72;

/** A mean over three real nodes and a coordinator, each a process: medians of new questions and of one asked again. */
export async function federatedMean(rounds: number): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-bench-'));
  const { secretKey, publicKey } = analyst();
  const made: { folder: string }[] = [];
  const servers: Server[] = [];
  try {
    const links: string[] = [];
    for (const site of SITES) {
      const one = await publishedSite({ site, publicKey, blockEpsilon: '10' });
      made.push(one);
      servers.push(await startServer(['node', 'start', '--config', one.config]));
      links.push(`  - { id: ${site}, url: "${servers.at(-1)?.url}", unsigned: true }`);
    }
    const config = join(folder, 'coordinator.yaml');
    const listen = 'listen: { host: 127.0.0.1, port: 0 }';
    writeFileSync(config, `kind: coordinator\n${listen}\nminSites: 3\nsites:\n${links.join('\n')}\n`);
    const coordinator = await startServer(['coordinator', 'start', '--config', config]);
    servers.push(coordinator);
    const client = federationClient({ url: coordinator.url, fetch: systemFetch });
    const walls: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const draft = { mean: { field: 'PatientAge', clamp: [20 + round, 90] as [number, number] }, epsilon: '0.5' };
      const signed = signedQuestion({ secretKey, draft, sites: SITES, change: { minSites: 3 } });
      const started = performance.now();
      const { combined } = await client.ask(signed);
      if (combined === null) {
        throw new Error('the sites gave no mean');
      }
      if (round > 0) {
        walls.push(performance.now() - started);
      }
    }
    const wall = median(walls);
    return [
      { key: 'mean over 3 real sites', value: wall, unit: 'ms', goal: `≤ ${GOAL_MS} ms`, holds: wall <= GOAL_MS },
      { key: 'the same, less its time class', value: wall - TIME_CLASS_MS, unit: 'ms', goal: null, holds: null },
    ];
  } finally {
    await Promise.all(servers.map((server) => server.kill('SIGTERM')));
    for (const path of [folder, ...made.map((one) => one.folder)]) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
