import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { aborted, LIMITS, SfumatoError, systemFetch } from '../../base/index.ts';
import {
  COORDINATOR_FAULTS,
  type CoordinatorConfig,
  type CoordinatorContext,
  coordinatorApp,
  coordinatorContext,
  coordinatorMemory,
  coordinatorMetrics,
  coordinatorRouteOf,
  linksOf,
  notEnrolled,
} from '../../coordinator/index.ts';
import { nodeDisk, openJournal } from '../../journal/index.ts';
import {
  type Answerer,
  type Callers,
  createAnswerer,
  createCallers,
  createHub,
  createPeerLog,
  keyIdOf,
  type NonceBook,
  notingLink,
  notingVerbs,
  type Observe,
  observed,
  openNonceBook,
  type PeerLog,
  readPeers,
  recordPeers,
  relayVerbs,
  type SeenSites,
  seenSites,
  type Witness,
  watchesNothing,
  witnessFor,
} from '../../link/index.ts';
import { readWitnessKey } from '../../node/index.ts';
import type { Policy } from '../../policy/index.ts';
import { expectedShapes } from '../ask/expected-shapes.ts';
import { policiesIn } from '../coordinator-pages/policies.ts';
import { serveCoordinatorPages } from '../coordinator-pages/serve-pages.ts';
import { lostCoordinatorJournal } from '../doctor/lost-coordinator-journal.ts';
import { loadCoordinatorConfig } from '../files/configuration.ts';
import { postOf } from '../link/outbound.ts';
import { partyOf } from '../link/party.ts';
import { doubledSentence, tellRefused } from '../link/told-links.ts';
import { trustedAgain } from '../link/trusted-again.ts';
import {
  type Addresses,
  type Closable,
  closeAll,
  observeAll,
  openAddresses,
  tellListening,
} from '../server/addresses.ts';
import { serverLog, tellFull } from '../server/log.ts';
import { serveMetrics } from '../server/metrics.ts';
import { assertOwnPorts } from '../server/ports.ts';
import { listen } from '../server/serve.ts';
import { helpTail, type Shell } from '../shell.ts';
import { fatal, faultFromEnvironment } from '../site/node-parts.ts';

/** `sfumato coordinator start`: forwards questions to sites and combines their answers, until it is told to end. */
export function registerCoordinatorStart(coordinator: Command, shell: Shell): void {
  const command = coordinator
    .command('start')
    .description('forward signed questions to the sites and combine what comes back, until Ctrl-C or SIGTERM')
    .requiredOption('--config <file>', 'the coordinator’s YAML file')
    .option('--json', 'print one JSON document when it listens')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => coordinatorStart(shell, options)),
    );
  helpTail(command, ['npx --no sfumato coordinator start --config coordinator.yaml']);
}

async function coordinatorStart(caller: Shell, options: { config: string; json?: boolean }): Promise<undefined> {
  const { config, folder } = loadCoordinatorConfig(options.config);
  const { shell, observe: logged } = serverLog(caller, { log: config.log, process: 'coordinator', name: config.name });
  assertOwnPorts(config);
  const policies = policiesIn(config, options.config);
  const records = await openRecords(shell, config, folder);
  const open: Closable[] = [records.journal];
  const stop = new AbortController();
  try {
    const nonces = await openNonceBook(folder, shell.clock.wallMs, fatal(shell));
    open.push(nonces);
    await bringUpToDate(shell, records, folder);
    const seen = seenSites(shell.clock);
    const callers = createCallers(shell.clock, (...told) => shell.terminal.note(doubledSentence(...told)));
    const { links, answerer } = linking({ shell, configFile: options.config, nonces, seen, callers });
    const { entropy } = shell;
    const fault = faultFromEnvironment(COORDINATOR_FAULTS);
    const { journal, memory, witness } = records;
    const shapeOf = expectedShapes(policies);
    const ctx = coordinatorContext({ config, links, journal, memory, entropy, witness, shapeOf, fault });
    const serving = { ctx, answerer, seen, callers, policies, logged, open, stop: stop.signal };
    const addresses = await serveAll(shell, serving);
    tellListening(shell, { who: 'The coordinator', addresses, json: options.json ? {} : undefined });
    await aborted(shell.signal);
    // Sites that call in go on fetching and handing in as long as somebody waits for their answers.
    tellWaiting(shell, ctx.underWay.count());
    await ctx.underWay.end(shell.clock);
    shell.terminal.note('The coordinator has stopped.');
  } finally {
    stop.abort();
    await closeAll(open);
  }
}

/** The coordinator's journal, and what is folded from it. */
interface Records extends Pick<CoordinatorContext, 'journal' | 'witness'> {
  readonly memory: ReturnType<typeof coordinatorMemory>;
  readonly peerLog: PeerLog;
}

/** @throws SfumatoError `journal-corrupt` where the journal was lost, and as `openJournal`. */
async function openRecords(shell: Shell, config: CoordinatorConfig, folder: string): Promise<Records> {
  assertJournalThere(folder);
  mkdirSync(join(folder, 'journal'), { recursive: true, mode: 0o700 });
  const witness = witnessOf(shell, config, folder);
  const memory = coordinatorMemory();
  const peerLog = createPeerLog();
  const journal = await openJournal({
    disk: nodeDisk(join(folder, 'journal')),
    clock: shell.clock,
    entropy: shell.entropy,
    folds: [...memory.folds, peerLog, witness ?? watchesNothing()],
    onFatal: fatal(shell),
  });
  return { journal, memory, peerLog, witness };
}

/** Records who is enrolled by now, and that what an end interrupted is given up. */
async function bringUpToDate(
  { terminal }: Shell,
  { journal, peerLog, memory, witness }: Records,
  folder: string,
): Promise<void> {
  witness?.attach(journal);
  const again = await recordPeers({ journal, peerLog }, readPeers(folder), { actor: 'configuration' });
  again.forEach((change) => void terminal.note(trustedAgain(change)));
  for (const requestId of memory.questions.open()) {
    await journal.append({ kind: 'abort', actor: 'coordinator', body: { requestId } }).durable;
  }
}

/** Says what a coordinator that is told to end waits for, where it waits. */
function tellWaiting({ terminal }: Shell, count: number): void {
  if (count > 0) {
    const seconds = LIMITS.coordinatorEndMsMax / 1_000;
    terminal.note(
      `The coordinator is ending: it waits for the sites’ answers to what is under way (${count}), for ${seconds} s at most.`,
    );
  }
}

/** @throws SfumatoError `journal-corrupt` where the journal was lost. */
function assertJournalThere(folder: string): void {
  const lost = lostCoordinatorJournal(folder);
  if (lost !== undefined) {
    throw new SfumatoError('journal-corrupt', lost);
  }
}

interface Serving {
  readonly ctx: CoordinatorContext;
  readonly answerer: Answerer;
  readonly seen: SeenSites;
  readonly callers: Callers;
  readonly policies: readonly Policy[];
  readonly logged: Observe;
  /** Lets go of the sites that call in. */
  readonly stop: AbortSignal;
  /** Takes what is opened on the way. */
  readonly open: Closable[];
}

/** Serves questions and messages, and metrics and pages where the configuration says so. */
function serveAll(
  shell: Shell,
  { ctx, answerer, seen, callers, policies, logged, stop, open }: Serving,
): Promise<Addresses> {
  const metrics = coordinatorMetrics(ctx, { seen, callers });
  const observe = observeAll(metrics.observe, logged);
  const app = coordinatorApp(ctx, { answerer, stop });
  const fetch = observed(app.fetch, { ...shell, observe, routeOf: coordinatorRouteOf });
  const place = { ...ctx.config.listen, setting: 'listen', onFull: tellFull(shell, 'listen') } as const;
  return openAddresses(open, {
    messages: () => listen({ fetch }, place),
    metrics: () => serveMetrics({ metrics, ...shell }, ctx.config.metrics),
    pages: (url) => serveCoordinatorPages(shell, { ctx, seen, url, policies }),
  });
}

interface Linking {
  readonly shell: Shell;
  readonly configFile: string;
  readonly nonces: NonceBook;
  readonly seen: SeenSites;
  readonly callers: Callers;
}

/** The two roles of this process: it relays for sites that call in, and it asks all sites. */
function linking({ shell, configFile, nonces, seen, callers }: Linking): {
  links: CoordinatorContext['links'];
  answerer: Answerer;
} {
  const { config } = loadCoordinatorConfig(configFile);
  const { identity, folder } = partyOf(configFile, shell);
  const { clock, entropy } = shell;
  const peers = readPeers(folder).filter(({ role }) => role === 'site');
  const strangers = notEnrolled(config, peers);
  if (strangers.length > 0) {
    shell.terminal.note(`Not enrolled here, and so not asked: ${strangers.join(', ')}.`);
  }
  const maker = { self: identity, entropy, nowMs: clock.wallMs };
  const sites = config.sites.filter(({ url }) => url === undefined).map(({ id }) => id);
  const hub = createHub({ sites, clock, entropy });
  const byKey = new Map(peers.map((peer) => [keyIdOf(peer), peer]));
  const answerer = createAnswerer({
    ...maker,
    peerOfKey: (keyId) => byKey.get(keyId),
    claim: nonces.claim,
    verbs: notingVerbs(relayVerbs(hub, callers), seen),
    onRefused: tellRefused(shell),
  });
  const post = postOf(config.outbound ?? {}, configFile);
  const links = linksOf(config, { maker, peers, hub, post, fetch: systemFetch });
  return { links: new Map([...links].map(([site, link]) => [site, notingLink(link, seen)])), answerer };
}

/** The witness that a configuration makes of the coordinator. @throws SfumatoError `key-missing`. */
function witnessOf(shell: Shell, { witness }: CoordinatorConfig, folder: string): Witness | undefined {
  if (witness === undefined) {
    return undefined;
  }
  return witnessFor({ watching: witness, secretKey: readWitnessKey(folder), clock: shell.clock });
}
