import { assert, parseNoteKey } from '../../base/index.ts';
import { witnessLink } from '../../link/index.ts';
import { parseEpsilon } from '../../privacy/index.ts';
import type { NodeContext } from '../context.ts';
import type { OpenNodeOptions } from '../open-options.ts';
import { type Guard, unguarded } from './guard.ts';
import { WitnessGuard, type WitnessGuardParts } from './witness-guard.ts';

type Parts = Pick<NodeContext, 'keys'> &
  Pick<WitnessGuardParts, 'journal' | 'tree' | 'notary' | 'budget' | 'checkpoints'>;
type Options = Pick<OpenNodeOptions, 'config' | 'clock' | 'entropy' | 'network'>;

/** The guard that a configuration asks for. It asks nobody before it is started. */
export function guardOf({ config, clock, entropy, network }: Options, { keys, ...parts }: Parts): Guard {
  // A site that was watched isn't unguarded because the configuration says so.
  if (config.witnesses.length === 0 && parts.checkpoints.watching() === undefined) {
    return unguarded;
  }
  const links = config.witnesses.map(({ url, key: text, proxy, certificates }) => {
    const key = parseNoteKey(text);
    assert(key !== undefined, 'the configuration was parsed');
    return witnessLink({ key, url: new URL(url).origin, post: network.postOf({ proxy, certificates }) });
  });
  const allowanceNano = parseEpsilon(config.lease.epsilon);
  assert(allowanceNano !== undefined, 'the configuration was parsed');
  const periodMs = 1_000 * config.lease.seconds;
  return new WitnessGuard({ ...parts, links, clock, entropy, sealKeys: keys.seal.all, allowanceNano, periodMs });
}
