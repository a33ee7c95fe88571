import type { Command } from 'commander';
import { readPeers, withoutPeer, writePeers } from '../../link/index.ts';
import { hasJournal } from '../../node/index.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { partyOf } from '../link/party.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

/** `sfumato link forget`: takes an enrolment back. */
export function registerLinkForget(link: Command, shell: Shell): void {
  const command = link
    .command('forget')
    .description('no longer trust a party')
    .argument('<party>', 'as `sfumato link show` names it, such as site/harbour')
    .requiredOption('--config <file>', 'the site’s node.yaml, or the coordinator’s YAML file')
    .option('--json', 'print one JSON document')
    .action((party: string, options: Options) => shell.run(options, async () => linkForget(party, options, shell)));
  helpTail(command, ['npx --no sfumato link forget site/harbour --config coordinator.yaml']);
}

async function linkForget(party: string, { config }: Options, shell: Shell): Promise<Outcome> {
  const { folder } = partyOf(config, shell);
  const kept = withoutPeer(readPeers(folder), party);
  if (hasJournal(folder) && parseYamlKind(config).kind === 'node') {
    await siteVerb(shell, { configFile: config, verb: 'peer-forget', input: { party } });
  } else {
    writePeers(folder, kept);
  }
  return {
    document: { party },
    text: `${party} is no longer trusted. A process that already runs notices at its next start: restart it now.`,
  };
}
