import type { Command } from 'commander';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

/** `sfumato access list`: who signs in here, and by what. */
export function registerAccessList(access: Command, shell: Shell): void {
  const command = access
    .command('list')
    .description('show who signs in to the site’s pages, and by what; what they may do, their roles say')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => listPeople(shell, options.config)),
    );
  helpTail(command, ['npx --no sfumato access list --config site/node.yaml']);
}

async function listPeople(shell: Shell, configFile: string): Promise<Outcome> {
  const document = await siteVerb(shell, { configFile, verb: 'access', input: {} });
  const lines = document.people.map(({ person, state, password, passkeys, decidingKey }) =>
    [
      `${person}: ${state}`,
      ...(password ? ['password and codes'] : []),
      ...(passkeys > 0 ? [`${passkeys} passkey${passkeys > 1 ? 's' : ''}`] : []),
      ...(decidingKey === null ? [] : [`deciding key ${decidingKey}`]),
    ].join(' · '),
  );
  return { document, text: lines.join('\n') || 'Nobody was invited yet.' };
}
