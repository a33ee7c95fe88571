import type { Command } from 'commander';
import { type PeopleFolder, signsIn } from '../../access/index.ts';
import { isSfumatoError } from '../../base/index.ts';
import { loadNodeConfig } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { peopleOf } from '../site-access.ts';

/** How a person of the list signs in. */
interface Listed {
  readonly person: string;
  readonly state: 'signs in' | 'invited' | 'invitation expired' | 'nothing set up' | 'unreadable';
  readonly password: boolean;
  readonly passkeys: number;
  readonly decidingKey: string | null;
}

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

function listPeople(shell: Shell, configFile: string): Outcome {
  const people = peopleOf(shell, loadNodeConfig(configFile));
  const listed = people.list().map((person) => look(people, person, shell.clock.wallMs()));
  const lines = listed.map(({ person, state, password, passkeys, decidingKey }) =>
    [
      `${person}: ${state}`,
      ...(password ? ['password and codes'] : []),
      ...(passkeys > 0 ? [`${passkeys} passkey${passkeys > 1 ? 's' : ''}`] : []),
      ...(decidingKey === null ? [] : [`deciding key ${decidingKey}`]),
    ].join(' · '),
  );
  return { document: { people: listed }, text: lines.length === 0 ? 'Nobody was invited yet.' : lines.join('\n') };
}

function look(people: PeopleFolder, person: string, nowMs: number): Listed {
  const decidingKey = people.key(person)?.publicKey ?? null;
  try {
    const known = people.read(person);
    const open = known?.invitation;
    const invited = open === undefined ? 'nothing set up' : nowMs < open.expiresMs ? 'invited' : 'invitation expired';
    const state = signsIn(known) ? 'signs in' : invited;
    return {
      person,
      state,
      password: known?.password !== undefined,
      passkeys: known?.passkeys.length ?? 0,
      decidingKey,
    };
  } catch (error) {
    if (!isSfumatoError(error, 'key-invalid')) {
      throw error;
    }
    return { person, state: 'unreadable', password: false, passkeys: 0, decidingKey };
  }
}
