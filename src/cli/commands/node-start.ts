import type { Command } from 'commander';
import { aborted, randomId, SfumatoError, systemFetch } from '../../base/index.ts';
import {
  type Answerer,
  callIn,
  createCaller,
  directWay,
  observed,
  openNonceBook,
  readPeers,
  relayCalls,
} from '../../link/index.ts';
import {
  keptSentence,
  type NodeContext,
  nodeAnswerer,
  nodeApp,
  nodeMetrics,
  nodeRouteOf,
  openNode,
  startAlerts,
} from '../../node/index.ts';
import { permissionsCheck } from '../doctor/folder.ts';
import { type LoadedNode, loadNodeConfig } from '../files/configuration.ts';
import { postOf } from '../link/outbound.ts';
import { relaySentence, tellRefused } from '../link/told-links.ts';
import { type Closable, closeAll, observeAll, openAddresses, tellListening } from '../server/addresses.ts';
import { serverLog, tellFull } from '../server/log.ts';
import { serveMetrics } from '../server/metrics.ts';
import { assertOwnPorts } from '../server/ports.ts';
import { listen } from '../server/serve.ts';
import { unsignedFault } from '../server/unsigned-listen.ts';
import { helpTail, type Shell } from '../shell.ts';
import { fatal, nodeParts } from '../site/node-parts.ts';
import { tellLeaseOpen, tellWitnesses } from '../site/tell-witnesses.ts';
import { serveSitePages } from '../site-pages/serve-pages.ts';

interface Options {
  readonly config: string;
  readonly json?: boolean;
  readonly clockIsRight?: boolean;
}

/** `sfumato node start`: one institution's server, until it is told to end. */
export function registerNodeStart(node: Command, shell: Shell): void {
  const command = node
    .command('start')
    .description('answer questions from the site’s current snapshot, until Ctrl-C or SIGTERM')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document when it listens')
    .option('--clock-is-right', 'you have looked: the clock is right, though the last record is more than a month old')
    .action((options: Options) => shell.run(options, async () => nodeStart(shell, options)));
  helpTail(command, ['npx --no sfumato node start --config site/node.yaml']);
}

async function nodeStart(caller: Shell, options: Options): Promise<undefined> {
  const loaded = loadNodeConfig(options.config);
  const { site, log, listen: at, metrics: scraped } = loaded.config;
  const { shell, observe: logged } = serverLog(caller, { log, process: 'node', name: site });
  requireUnsignedIsLocal(loaded);
  assertOwnPorts(loaded.config);
  const ending = new AbortController();
  const stop = AbortSignal.any([shell.signal, ending.signal]);
  const node = await openNode({ ...nodeParts(shell, loaded), clockIsRight: options.clockIsRight ?? false });
  const open: Closable[] = [node];
  try {
    const nonces = await openNonceBook(loaded.folder, shell.clock.wallMs, fatal(shell));
    open.push(nonces);
    const metrics = nodeMetrics(node.ctx);
    const observe = observeAll(metrics.observe, logged);
    const answerer = nodeAnswerer(node.ctx, { nonces, onRefused: tellRefused(shell), observe });
    const app = nodeApp(node.ctx, { answerer, stop });
    const fetch = observed(app.fetch, { ...shell, observe, routeOf: nodeRouteOf });
    const addresses = await openAddresses(open, {
      messages: () => listen({ fetch }, { ...at, setting: 'listen', onFull: tellFull(shell, 'listen') }),
      metrics: () => serveMetrics({ metrics, ...shell }, scraped),
      pages: () => serveSitePages(shell, { node, loaded }),
    });
    const calling = callRelay({ shell, ctx: node.ctx, answerer, configFile: options.config, stop });
    node.ctx.guard.start();
    const watching = tellWitnesses(shell, node.ctx.guard, stop);
    const alerting = startAlerts({ ctx: node.ctx, fetch: systemFetch, stop });
    tellDoubts(shell, node.ctx, loaded);
    // The line is out before the work begins.
    tellListening(shell, { who: site, addresses, json: options.json ? { site } : undefined });
    await aborted(shell.signal);
    await Promise.all([calling, alerting, watching]);
    shell.terminal.note(`${site} has stopped.`);
  } finally {
    ending.abort();
    await closeAll(open);
    tellLeaseOpen(shell, node.ctx.guard);
  }
}

/** What a site may run with and its operator should know. */
function tellDoubts({ terminal }: Shell, ctx: NodeContext, loaded: LoadedNode): void {
  const { guard, policy } = ctx;
  if (guard.state().state === 'none') {
    terminal.note(guard.state().sentence);
  }
  const permissions = permissionsCheck(loaded.folder);
  const warnings = [
    ...(permissions.state === 'ok' ? [] : [permissions.sentence]),
    ...(loaded.policy.name === policy.name ? [] : [keptSentence(ctx, loaded.policy)]),
  ];
  for (const sentence of warnings) {
    terminal.note(`Warning: ${sentence}`);
  }
}

function requireUnsignedIsLocal({ config, folder }: ReturnType<typeof loadNodeConfig>): void {
  const fault = unsignedFault(config, readPeers(folder));
  if (fault !== undefined) {
    throw new SfumatoError('config-invalid', fault);
  }
}

interface Relaying {
  readonly shell: Shell;
  readonly ctx: NodeContext;
  readonly answerer: Answerer;
  readonly configFile: string;
  readonly stop: AbortSignal;
}

/** Calls the coordinator in, where the configuration names one. @throws SfumatoError `peer-untrusted` when it isn't enrolled. */
function callRelay({ shell, ctx, answerer, configFile, stop }: Relaying): Promise<void> | undefined {
  const { relay } = ctx.config;
  if (relay === undefined) {
    return undefined;
  }
  const name = relay.coordinator;
  const peer = readPeers(ctx.folder).find((one) => one.role === 'coordinator' && one.name === name);
  if (peer === undefined) {
    const sentence = `coordinator/${name} is not enrolled here; enrol it with \`sfumato link trust\`, then start again.`;
    throw new SfumatoError('peer-untrusted', sentence);
  }
  const { clock, entropy } = shell;
  const maker = { self: ctx.link, entropy, nowMs: clock.wallMs };
  const caller = () => createCaller(maker, peer, directWay(postOf(relay, configFile), relay.url.replace(/\/$/, '')));
  return callIn({
    relay: relayCalls(caller(), caller(), randomId(entropy)),
    answer: answerer,
    clock,
    entropy,
    signal: stop,
    onState: (state, error) =>
      shell.terminal.note(relaySentence(state, { url: relay.url, party: `coordinator/${name}`, error })),
  });
}
