import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato keys destroy`: a former key, and with it what only it opens. */
export function registerKeysDestroy(keys: Command, shell: Shell): void {
  const command = keys
    .command('destroy')
    .description('destroy a former key for good: stored answers under a seal key are erased, and stay charged')
    .argument('<which>', 'seal or checkpoint')
    .argument('<id>', 'the key, as `sfumato keys show` lists it')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .requiredOption('--reason <text>', 'why, in one sentence; it is recorded')
    .option('--json', 'print one JSON document')
    .action((purpose: string, id: string, options: { config: string; reason: string; json?: boolean }) =>
      shell.run(options, async () => {
        const input = { purpose, id, reason: options.reason };
        const document = await siteVerb(shell, { configFile: options.config, verb: 'destroy', input });
        return { document, text: textOf(document) };
      }),
    );
  helpTail(command, ['npx --no sfumato keys destroy seal 0b1f93c2 --reason "Retention ends." --config site/node.yaml']);
}

function textOf({ purpose, id, answersGone }: VerbOutput['destroy']): string {
  const gone = purpose === 'seal' ? ` ${answersGone} stored answers can’t be read any more.` : '';
  return `The ${purpose} key ${id} is destroyed here.${gone} Destroy its copies in backups too.`;
}
