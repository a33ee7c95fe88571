import type { Command } from 'commander';
import { z } from 'zod';
import { helpTail, type Shell } from '../shell.ts';
import { table } from '../table.ts';
import { siteVerb } from '../verb.ts';

const Listed = z.object({
  files: z.array(
    z.object({
      fileKey: z.string(),
      row: z.number().optional(),
      reason: z.string(),
      path: z.string().optional(),
    }),
  ),
});

/** `sfumato quarantine list`: what an ingest couldn't store, and why. */
export function registerQuarantineList(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('list')
    .description('list the files that could not be stored, by keyed name and reason')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--reveal', 'show their paths too, which may hold names; the journal records that it was done')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; reveal?: boolean; json?: boolean }) =>
      shell.run(options, async () => {
        const verb = options.reveal === true ? 'reveal' : 'quarantine';
        const document = Listed.parse(await siteVerb(shell, { configFile: options.config, verb, input: {} }));
        return { document, text: listText(document) };
      }),
    );
  helpTail(command, [
    'npx --no sfumato quarantine list --config site/node.yaml',
    'npx --no sfumato quarantine list --reveal --config site/node.yaml',
  ]);
}

function listText({ files }: z.infer<typeof Listed>): string {
  if (files.length === 0) {
    return 'No file is in quarantine.';
  }
  const revealed = files.some(({ path }) => path !== undefined);
  return table(
    ['file', 'reason', ...(revealed ? ['path'] : [])],
    files.map(({ fileKey, row, reason, path }) => [
      row === undefined ? fileKey : `${fileKey} row ${row}`,
      reason,
      ...(revealed ? [path ?? ''] : []),
    ]),
  );
}
