import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';
import { table } from '../terminal/table.ts';
import { personId } from './access-invite.ts';

interface EndOptions {
  readonly config: string;
  readonly everybody?: boolean;
  readonly session?: string;
  readonly json?: boolean;
}

/** `sfumato access sessions list` and `end`: who is signed in, and signing them out everywhere. */
export function registerAccessSessions(sessions: Command, shell: Shell): void {
  const list = sessions
    .command('list')
    .description('show who is signed in to the site’s pages now, once for each browser')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => listed(shell, options.config)),
    );
  helpTail(list, ['npx --no sfumato access sessions list --config site/node.yaml']);
  const end = sessions
    .command('end')
    .description('sign a person out in every browser; what they sign in with stays')
    .argument('[person]', 'their id at this site')
    .option('--session <id>', 'end this session alone, as `access sessions list` shows it')
    .option('--everybody', 'sign everybody out')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((person: string | undefined, options: EndOptions) =>
      shell.run(options, async () => ended(shell, person, options)),
    );
  helpTail(end, [
    'npx --no sfumato access sessions end mira --config site/node.yaml',
    'npx --no sfumato access sessions end --session 5f1c2ab09d3e4f60718293a4b5c6d7e8 --config site/node.yaml',
    'npx --no sfumato access sessions end --everybody --config site/node.yaml',
  ]);
}

async function listed(shell: Shell, configFile: string): Promise<Outcome> {
  const document = await siteVerb(shell, { configFile, verb: 'sessions', input: {} });
  const rows = document.sessions.map(({ session, person, method, sinceMs, strongAtMs }) => [
    ...[person, method, shownTime(sinceMs), strongAtMs === undefined ? 'never' : shownTime(strongAtMs), session],
  ]);
  const text = table(['person', 'signed in by', 'since', 'two factors shown', 'session'], rows);
  return { document, text: rows.length === 0 ? 'Nobody is signed in.' : text };
}

async function ended(shell: Shell, named: string | undefined, options: EndOptions): Promise<Outcome> {
  const { config: configFile, session, everybody } = options;
  if ([named, session, everybody].filter((one) => one !== undefined).length !== 1) {
    throw new SfumatoError(
      'wrong-use',
      'Name the person to sign out, or give --session or --everybody, and one of them only.',
    );
  }
  const input = {
    ...(named !== undefined && { person: personId(named) }),
    ...(session !== undefined && { session: sessionId(session) }),
  };
  const { ended } = await siteVerb(shell, { configFile, verb: 'sessions-end', input });
  const whose = named === undefined ? (session === undefined ? ' of everybody' : '') : ` of ${named}`;
  const text =
    ended === 0
      ? `Nobody was signed in${named === undefined ? '' : ` as ${named}`}.`
      : `${ended} session${ended === 1 ? '' : 's'}${whose} ended.`;
  return { document: { ...input, ended }, text };
}

function sessionId(text: string): string {
  if (!/^[0-9a-f]{32}$/.test(text)) {
    throw new SfumatoError(
      'wrong-use',
      '--session is the id of a session, 32 hex digits, as `sfumato access sessions list` shows it.',
    );
  }
  return text;
}
