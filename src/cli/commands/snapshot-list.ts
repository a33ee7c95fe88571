import type { Command } from 'commander';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';
import { table } from '../terminal/table.ts';

/** `sfumato snapshot list`: what was published, and which of it answers questions. */
export function registerSnapshotList(snapshot: Command, shell: Shell): void {
  const command = snapshot
    .command('list')
    .description('show the snapshots that were published, the newest first; no count of anything is in them')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = await siteVerb(shell, { configFile, verb: 'snapshots', input: {} });
        const rows = document.snapshots.map(({ slot, publishedMs, policy, inUse, id }) => [
          ...[slot, shownTime(publishedMs), policy, inUse ? 'in use' : 'former', id],
        ]);
        const text =
          rows.length === 0 ? 'Nothing is published yet.' : table(['slot', 'published', 'policy', '', 'id'], rows);
        return { document, text };
      }),
    );
  helpTail(command, ['npx --no sfumato snapshot list --config site/node.yaml']);
}
