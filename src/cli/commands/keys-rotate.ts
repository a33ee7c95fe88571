import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato keys rotate`: another seal or checkpoint key. */
export function registerKeysRotate(keys: Command, shell: Shell): void {
  const command = keys
    .command('rotate')
    .description(
      'make another key and use it from now on, also in a running node; the former one stays until it is destroyed',
    )
    .argument('<which>', 'seal or checkpoint')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .requiredOption('--reason <text>', 'why, in one sentence; it is recorded')
    .option('--json', 'print one JSON document')
    .action((purpose: string, options: { config: string; reason: string; json?: boolean }) =>
      shell.run(options, async () => {
        const input = { purpose, reason: options.reason };
        const document = await siteVerb(shell, { configFile: options.config, verb: 'rotate', input });
        return { document, text: textOf(document) };
      }),
    );
  helpTail(command, [
    'npx --no sfumato keys rotate seal --reason "Yearly rotation." --config site/node.yaml',
    'npx --no sfumato keys rotate checkpoint --reason "Yearly rotation." --config site/node.yaml',
  ]);
}

function textOf({ purpose, former, inUse, logKey, succession }: VerbOutput['rotate']): string {
  const done = `The ${purpose} key ${inUse} is in use; ${former} stays until it is destroyed. Back up keys/ now.`;
  return logKey === undefined
    ? done
    : `${done}\nReceipts and witnesses go on with ${logKey}\nby this statement of the former key:\n\n${succession ?? ''}`;
}
