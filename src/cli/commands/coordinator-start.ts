import type { Command } from 'commander';
import { aborted, LIMITS } from '../../base/index.ts';
import { COORDINATOR_FAULTS, coordinatorContext } from '../../coordinator/index.ts';
import { createCallers, openNonceBook, seenSites } from '../../link/index.ts';
import { linking } from '../coordinator/linking.ts';
import { bringUpToDate, openRecords } from '../coordinator/records.ts';
import { serveAll } from '../coordinator/serve.ts';
import { policiesIn } from '../coordinator-pages/policies.ts';
import { loadCoordinatorConfig } from '../files/configuration.ts';
import { expectedShapes } from '../judge/expected-shapes.ts';
import { doubledSentence } from '../link/told-links.ts';
import { type Closable, closeAll, tellListening } from '../server/addresses.ts';
import { serverLog } from '../server/log.ts';
import { assertOwnPorts } from '../server/ports.ts';
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

/** Says what a coordinator that is told to end waits for, where it waits. */
function tellWaiting({ terminal }: Shell, count: number): void {
  if (count > 0) {
    const seconds = LIMITS.coordinatorEndMsMax / 1_000;
    terminal.note(
      `The coordinator is ending: it waits for the sites’ answers to what is under way (${count}), for ${seconds} s at most.`,
    );
  }
}
