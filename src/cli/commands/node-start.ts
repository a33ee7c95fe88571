import type { Command } from 'commander';
import { nodeApp, openNode } from '../../node/index.ts';
import { loadNodeConfig } from '../load.ts';
import { nodeParts } from '../node-parts.ts';
import { listen } from '../serve.ts';
import { helpTail, type Shell } from '../shell.ts';

/** `sfumato node start`: one institution's server, until it is told to end. */
export function registerNodeStart(node: Command, shell: Shell): void {
  const command = node
    .command('start')
    .description('answer questions from the site’s current snapshot, until Ctrl-C or SIGTERM')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document when it listens')
    .action((options: { config: string; json?: boolean }) => shell.run(options, async () => nodeStart(shell, options)));
  helpTail(command, ['npx --no sfumato node start --config site/node.yaml']);
}

async function nodeStart(shell: Shell, options: { config: string; json?: boolean }): Promise<undefined> {
  const loaded = loadNodeConfig(options.config);
  const node = await openNode(nodeParts(shell, loaded));
  try {
    const server = await listen(nodeApp(node.ctx), loaded.config.listen);
    const { site } = loaded.config;
    node.ctx.guard.start();
    if (node.ctx.guard.state().state === 'none') {
      shell.terminal.note(node.ctx.guard.state().sentence);
    }
    // The line is out before the work begins: whoever started the process waits for it.
    shell.terminal.print(
      options.json ? JSON.stringify({ site, url: server.url, pid: process.pid }) : `${site} listens at ${server.url}`,
    );
    await aborted(shell.signal);
    await server.close();
    shell.terminal.note(`${site} has stopped.`);
  } finally {
    await node.close();
  }
}

/** Resolves once the process is asked to end. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
