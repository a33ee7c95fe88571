import type { Command } from 'commander';
import { fingerprintOf, formatPeer, type Peer, peerId, peerOf, readPeers } from '../../link/index.ts';
import { partyOf } from '../link/party.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { table } from '../terminal/table.ts';

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

/** `sfumato link show`: who a site or coordinator is to others, and whom it trusts. */
export function registerLinkShow(link: Command, shell: Shell): void {
  const command = link
    .command('show')
    .description('print the public text and fingerprint of a site or coordinator, and the parties that it trusts')
    .requiredOption('--config <file>', 'the site’s node.yaml, or the coordinator’s YAML file')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => linkShow(options, shell)));
  helpTail(command, ['npx --no sfumato link show --config site/node.yaml']);
}

function linkShow({ config }: Options, shell: Shell): Outcome {
  const { identity, folder } = partyOf(config, shell);
  const own = described(peerOf(identity));
  const trusted = readPeers(folder).map(described);
  const known =
    trusted.length === 0
      ? 'It trusts nobody yet.'
      : table(
          ['trusts', 'fingerprint'],
          trusted.map(({ party, fingerprint }) => [party, fingerprint]),
        );
  return {
    document: { ...own, trusted },
    text: `This is ${own.party}.\n\n  public text  ${own.text}\n  fingerprint  ${own.fingerprint}\n\n${known}`,
  };
}

function described(peer: Peer): { readonly party: string; readonly text: string; readonly fingerprint: string } {
  return { party: peerId(peer), text: formatPeer(peer), fingerprint: fingerprintOf(peer) };
}
