import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { table } from '../terminal/table.ts';

/** `sfumato keys show`: the keys that can be rotated, and how they stand. */
export function registerKeysShow(keys: Command, shell: Shell): void {
  const command = keys
    .command('show')
    .description('list the seal and checkpoint keys of a site: which are in use, former or destroyed; nothing secret')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const document = await siteVerb(shell, { configFile: options.config, verb: 'keys', input: {} });
        return { document, text: textOf(document) };
      }),
    );
  helpTail(command, ['npx --no sfumato keys show --config site/node.yaml']);
}

function textOf({ keys }: VerbOutput['keys']): string {
  const rows = keys.map(({ purpose, id, state, answers }) => [purpose, id, state, answers?.toString() ?? '']);
  const statements = keys.flatMap(({ succession }) => succession ?? []);
  return [table(['key', 'id', 'state', 'stored answers'], rows), ...statements].join('\n\n');
}
