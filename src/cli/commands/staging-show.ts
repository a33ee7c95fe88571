import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { stagedTables } from '../ingest-report/report.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { table } from '../terminal/table.ts';

/** `sfumato staging show`: what the next publish begins with. */
export function registerStagingShow(staging: Command, shell: Shell): void {
  const command = staging
    .command('show')
    .description('count what is ingested and not published yet; exact counts, which stay on the site')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const { config: configFile } = options;
        const document = await siteVerb(shell, { configFile, verb: 'staged', input: {} });
        const { totals, fields: rates } = document;
        const shown = totals === null ? [] : stagedTables({ staged: totals, fields: rates });
        const tables = shown.map(({ title, headings, rows }) => `${title}\n\n${table(headings, rows)}`);
        const text = [...tables, ...roomText(document.room)].join('\n\n');
        return { document, text: text || `Nothing was ever ingested under ${document.policy}.` };
      }),
    );
  helpTail(command, ['npx --no sfumato staging show --config site/node.yaml']);
}

/** What is to be done before the declared size class is full. */
function roomText({ sizeClass, patientsMax, isScarce }: VerbOutput['staged']['room']): readonly string[] {
  const sentence =
    `The declared size class, ${sizeClass}, holds ${patientsMax} patients, and more than three quarters of that are staged: declare a larger ` +
    'one before the next publish. With more than that nothing is published, and who asks the site can tell.';
  return isScarce ? [sentence] : [];
}
