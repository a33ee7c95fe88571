import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { peerId, readPeers, writePeers } from '../../link/index.ts';
import { partyOf } from '../party.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

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

function linkForget(party: string, { config }: Options, shell: Shell): Outcome {
  const { folder } = partyOf(config, shell);
  const known = readPeers(folder);
  const kept = known.filter((peer) => peerId(peer) !== party);
  if (kept.length === known.length) {
    throw new SfumatoError('wrong-use', `${party} is not enrolled here; \`sfumato link show\` says who is.`);
  }
  writePeers(folder, kept);
  return {
    document: { party },
    text: `${party} is no longer trusted. A process that already runs notices at its next start: restart it now.`,
  };
}
