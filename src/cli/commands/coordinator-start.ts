import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseNoteKey, systemFetch } from '../../base/index.ts';
import { type CoordinatorConfig, coordinatorApp, createQuestionLog } from '../../coordinator/index.ts';
import { nodeDisk, openJournal } from '../../journal/index.ts';
import { createWitness, directLink, type Witness, watchesNothing } from '../../link/index.ts';
import { readWitnessKey } from '../../node/index.ts';
import { loadCoordinatorConfig } from '../load.ts';
import { fatal } from '../node-parts.ts';
import { listen } from '../serve.ts';
import { helpTail, type Shell } from '../shell.ts';
import { aborted } from './node-start.ts';

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

async function coordinatorStart(shell: Shell, options: { config: string; json?: boolean }): Promise<undefined> {
  const { config, folder } = loadCoordinatorConfig(options.config);
  mkdirSync(join(folder, 'journal'), { recursive: true, mode: 0o700 });
  const witness = witnessOf(shell, config, folder);
  const journal = await openJournal({
    disk: nodeDisk(join(folder, 'journal')),
    clock: shell.clock,
    entropy: shell.entropy,
    folds: [createQuestionLog(), witness ?? watchesNothing()],
    onFatal: fatal(shell),
  });
  try {
    witness?.attach(journal);
    const links = new Map(config.sites.map(({ id, url }) => [id, directLink({ site: id, url, fetch: systemFetch })]));
    const server = await listen(
      coordinatorApp({ config, links, journal, entropy: shell.entropy, witness }),
      config.listen,
    );
    shell.terminal.print(
      options.json ? JSON.stringify({ url: server.url, pid: process.pid }) : `The coordinator listens at ${server.url}`,
    );
    await aborted(shell.signal);
    await server.close();
    shell.terminal.note('The coordinator has stopped.');
  } finally {
    await journal.close();
  }
}

/** The witness that a configuration makes of the coordinator. @throws SfumatoError `key-missing`. */
function witnessOf(shell: Shell, { witness }: CoordinatorConfig, folder: string): Witness | undefined {
  if (witness === undefined) {
    return undefined;
  }
  const signer = { name: witness.name, secretKey: readWitnessKey(folder) };
  const logs = witness.logs.flatMap(({ key: text, recoverers }) => {
    const key = parseNoteKey(text);
    return key === undefined ? [] : [{ key, recoverers }];
  });
  return createWitness({ signer, logs, clock: shell.clock });
}
