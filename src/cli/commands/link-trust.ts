import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import {
  type Enrolment,
  enrolled,
  fingerprintOf,
  formatPeer,
  hasFingerprint,
  parsePeer,
  peerId,
  readPeers,
  writePeers,
} from '../../link/index.ts';
import { hasJournal } from '../../node/index.ts';
import { parseYamlKind } from '../files/configuration.ts';
import { partyOf } from '../link/party.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';

interface Options {
  readonly config: string;
  readonly fingerprint: string;
  readonly replace?: boolean;
  readonly json?: boolean;
}

/** `sfumato link trust`: enrols another party once its fingerprint was compared over another channel. */
export function registerLinkTrust(link: Command, shell: Shell): void {
  const command = link
    .command('trust')
    .description('enrol another party; its fingerprint must have come by another way than its public text')
    .argument('<text>', 'the public text that `sfumato link show` prints at the other party')
    .requiredOption('--fingerprint <digits>', 'the fingerprint as the other party’s people read it out')
    .requiredOption('--config <file>', 'the site’s node.yaml, or the coordinator’s YAML file')
    .option('--replace', 'put this in the place of another key under the same name')
    .option('--json', 'print one JSON document')
    .action((text: string, options: Options) => shell.run(options, async () => linkTrust(text, options, shell)));
  helpTail(command, [
    'npx --no sfumato link trust sfumato-link:v1:coordinator:… --fingerprint 0a1b-… --config site/node.yaml',
  ]);
}

async function linkTrust(text: string, options: Options, shell: Shell): Promise<Outcome> {
  const { identity, folder } = partyOf(options.config, shell);
  const peer = parsePeer(text.trim());
  if (peer === undefined) {
    throw new SfumatoError(
      'wrong-use',
      'This is no public text of a party; copy what `sfumato link show` prints there.',
    );
  }
  if (!hasFingerprint(peer, options.fingerprint)) {
    throw new SfumatoError(
      'peer-untrusted',
      `The public text of ${peerId(peer)} has another fingerprint; nothing was enrolled. Ask its people again, over a channel that they know.`,
    );
  }
  await enrol({ self: identity, peer, replace: options.replace === true }, { options, folder, shell });
  return {
    document: { party: peerId(peer), fingerprint: fingerprintOf(peer) },
    text: `${peerId(peer)} is enrolled here. A process that already runs takes it up at its next start.`,
  };
}

/** A site whose journal has begun puts it on record first; before that, its first start does. */
async function enrol(
  enrolment: Enrolment,
  { options, folder, shell }: { options: Options; folder: string; shell: Shell },
): Promise<void> {
  const { peer, replace } = enrolment;
  if (hasJournal(folder) && parseYamlKind(options.config).kind === 'node') {
    const input = { text: formatPeer(peer), replace };
    await siteVerb(shell, { configFile: options.config, verb: 'peer-trust', input });
  } else {
    writePeers(folder, enrolled(readPeers(folder), enrolment));
  }
}
