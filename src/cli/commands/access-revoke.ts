import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { loadNodeConfig } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { peopleOf } from '../site-access.ts';
import { personId } from './access-invite.ts';

/** `sfumato access revoke`: nobody signs in as this person any more. */
export function registerAccessRevoke(access: Command, shell: Shell): void {
  const command = access
    .command('revoke')
    .description('forget how a person signs in and their sealed deciding key, and end their sessions')
    .argument('<person>', 'their id at this site')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((person: string, options: { config: string; json?: boolean }) =>
      shell.run(options, async () => revoke(shell, personId(person), options.config)),
    );
  helpTail(command, ['npx --no sfumato access revoke mira --config site/node.yaml']);
}

function revoke(shell: Shell, person: string, configFile: string): Outcome {
  const people = peopleOf(shell, loadNodeConfig(configFile));
  if (!people.list().includes(person)) {
    throw new SfumatoError('wrong-use', `Nobody called ${person} signs in here; look at \`sfumato access list\`.`);
  }
  people.remove(person);
  const text = `${person} signs in here no more, also where they are signed in now. What their key may decide ends by a dismissal: \`sfumato action new dismiss\`.`;
  return { document: { person, revoked: true }, text };
}
