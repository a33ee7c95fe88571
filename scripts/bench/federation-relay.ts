import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomId, systemClock, systemEntropy, systemFetch } from '../../src/base/index.ts';
import { listen } from '../../src/cli/server/serve.ts';
import { federationClient } from '../../src/client/index.ts';
import {
  type CoordinatorConfig,
  coordinatorApp,
  coordinatorContext,
  coordinatorMemory,
} from '../../src/coordinator/index.ts';
import { nodeDisk, openJournal } from '../../src/journal/index.ts';
import {
  createAnswerer,
  createCaller,
  createCallers,
  createHub,
  keyIdOf,
  openNonceBook,
  relayVerbs,
  siteLink,
} from '../../src/link/index.ts';
import { analyst, signedQuestion } from '../../test/support/signing.ts';
import { release, reply } from '../../test/support/spoken-site.ts';
import { identityFrom } from './federation-party.ts';
import { median } from './report.ts';

const entropy = systemEntropy();
const maker = { entropy, nowMs: systemClock.wallMs };

/** How long one question over the relay takes. */
export interface Relayed {
  /** The median, in milliseconds, from the asker's call to the combined answer, less what the slowest site took. */
  readonly overMs: number;
  readonly answered: number;
  /** Milliseconds of processor time for each site of a question: what coordinator, relay and asker took, and what the site itself did. */
  readonly coordinatorMs: number;
  readonly siteMs: number;
}

/** How many sites, how long each takes to answer, and how many questions are measured after the first. */
export interface Relaying {
  readonly sites: number;
  readonly answerMs: number;
  readonly rounds: number;
}

/** A coordinator with its relay, and as many sites in another process as are said, each of which takes `answerMs`. */
export async function relayed({ sites, answerMs, rounds }: Relaying): Promise<Relayed> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-bench-'));
  const seed = randomId(entropy);
  const coordinator = await startCoordinator(folder, seed, sites);
  const words = [coordinator.url, seed, String(sites), String(answerMs), JSON.stringify(reply(release('x')))];
  const script = fileURLToPath(new URL('./federation-sites.ts', import.meta.url));
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
  const child = spawn(process.execPath, [...process.execArgv, script, ...words], { stdio: [...stdio] });
  try {
    await coordinator.everybodyThere();
    const client = federationClient({ url: coordinator.url, fetch: systemFetch });
    const { secretKey } = analyst();
    const names = Array.from({ length: sites }, (_, at) => `site-${at}`).sort();
    const over: number[] = [];
    let answered = 0;
    let [own, theirs] = [0, 0];
    for (let round = 0; round <= rounds; round += 1) {
      const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
      const signed = signedQuestion({ secretKey, draft, sites: names });
      const started = performance.now();
      const answer = await client.ask(signed);
      const wall = performance.now() - started;
      answered = answer.combined?.sites.length ?? 0;
      // The first warms both processes up.
      if (round === 0) {
        [own, theirs] = [workMs(process.cpuUsage()), await workOf(child)];
      } else {
        over.push(wall - answerMs);
      }
    }
    const [coordinatorMs = 0, siteMs = 0] = [workMs(process.cpuUsage()) - own, (await workOf(child)) - theirs].map(
      (work) => work / rounds / sites,
    );
    return { overMs: median(over), answered, coordinatorMs, siteMs };
  } finally {
    child.kill('SIGTERM');
    await coordinator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function workMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}

/** The processor time that a process of sites took so far, in milliseconds. */
async function workOf(sites: ChildProcess): Promise<number> {
  const said = once(sites, 'message');
  sites.send('work');
  const [usage] = await said;
  return workMs(usage);
}

async function startCoordinator(folder: string, seed: string, count: number) {
  const self = identityFrom(seed, 'coordinator', 'north');
  const peers = Array.from({ length: count }, (_, at) => identityFrom(seed, 'site', `site-${at}`).peer);
  const byKey = new Map(peers.map((peer) => [keyIdOf(peer), peer]));
  const hub = createHub({ sites: peers.map(({ name }) => name), clock: systemClock, entropy });
  const calledIn = new Set<string>();
  const nonces = await openNonceBook(folder, systemClock.wallMs);
  const verbs = relayVerbs(hub, createCallers(systemClock));
  const answerer = createAnswerer({
    ...{ ...maker, self, claim: nonces.claim },
    peerOfKey: (keyId) => byKey.get(keyId),
    verbs(from, saying, signal) {
      calledIn.add(from.name);
      return verbs(from, saying, signal);
    },
  });
  mkdirSync(join(folder, 'journal'));
  const memory = coordinatorMemory();
  const onFatal = (error: Error) => {
    throw error;
  };
  const disk = nodeDisk(join(folder, 'journal'));
  const journal = await openJournal({ ...{ disk, entropy, onFatal }, clock: systemClock, folds: memory.folds });
  const links = new Map(
    peers.map((peer) => {
      const call = createCaller({ ...maker, self }, peer, hub.deliver.bind(hub, peer.name));
      return [peer.name, siteLink(peer.name, call)];
    }),
  );
  const config: CoordinatorConfig = {
    ...{ kind: 'coordinator', name: 'north', folder, listen: { host: '127.0.0.1', port: 0 } },
    ...{
      log: 'text',
      minSites: 1,
      deadlineMs: 60_000,
      sites: peers.map(({ name }) => ({ id: name, unsigned: false })),
    },
  };
  const stop = new AbortController();
  const ctx = coordinatorContext({ config, links, journal, memory, entropy });
  const server = await listen(coordinatorApp(ctx, { answerer, stop: stop.signal }), config.listen);
  return {
    url: server.url,
    async everybodyThere() {
      while (calledIn.size < count) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async close() {
      stop.abort();
      await server.close();
      await nonces.close();
      await journal.close();
    },
  };
}
