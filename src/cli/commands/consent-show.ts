import type { Command } from 'commander';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato consent show`: how many batches are in effect, and how many wait for the next publish. */
export function registerConsentShow(consent: Command, shell: Shell): void {
  const command = consent
    .command('show')
    .description('say how many batches of opt-outs and purposes are in effect, and how many wait for the next publish')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => consentShow(shell, options.config)),
    );
  helpTail(command, ['npx --no sfumato consent show --config site/node.yaml']);
}

async function consentShow(shell: Shell, configFile: string) {
  const document = await siteVerb(shell, { configFile, verb: 'consent', input: {} });
  const { inEffect, waiting, effectiveFrom } = document;
  const next = waiting === 0 ? 'none waits' : `${waiting} wait for the next publish, from ${effectiveFrom} on`;
  return { document, text: `Batches in effect: ${inEffect}; ${next}.` };
}
