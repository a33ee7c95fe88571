import { LIMITS, wayFaultOf, waySentence } from '../../base/index.ts';
import {
  directWay,
  type LinkIdentity,
  type Peer,
  type PeerRole,
  type Post,
  peerId,
  probePeer,
  type Standing,
} from '../../link/index.ts';
import type { Shell } from '../shell.ts';
import type { Check } from './check.ts';

/** A party that is reached at an address. */
interface Reached {
  readonly peer: Peer;
  readonly url: string;
}

/** How a party at an address stands to this one. */
export async function stands(
  { peer, url }: Reached,
  { self, post, shell }: { readonly self: LinkIdentity; readonly post: Post; readonly shell: Shell },
): Promise<Pick<Check, 'state' | 'sentence'>> {
  const maker = { self, entropy: shell.entropy, nowMs: shell.clock.wallMs };
  const carry = directWay(post, url.replace(/\/$/, ''));
  const timely = AbortSignal.timeout(LIMITS.linkConnectMs);
  let fault: unknown;
  const standing = await probePeer(maker, peer, (message) =>
    carry(message, timely).catch((error) => {
      fault = error;
      throw error;
    }),
  );
  return standings({ url, party: peerId(peer), us: self.role, fault })[standing];
}

interface Sides {
  readonly url: string;
  readonly party: string;
  readonly us: PeerRole;
  /** What kept a message from arriving. */
  readonly fault: unknown;
}

function standings({ url, party, us, fault }: Sides): Readonly<Record<Standing, Pick<Check, 'state' | 'sentence'>>> {
  return {
    known: {
      state: 'ok',
      sentence: `${party} answers at ${url} under the key that is enrolled, and knows this ${us}.`,
    },
    refused: {
      state: 'failed',
      sentence: `${party} at ${url} refuses this ${us}’s messages: compare each side’s fingerprint with what the other has enrolled (\`sfumato link show\`), and the clocks.`,
    },
    another: {
      state: 'failed',
      sentence: `What answers at ${url} does not hold the key under which ${party} is enrolled: look at the address, and ask its people whether they have a new key.`,
    },
    unreachable: {
      state: 'failed',
      sentence: unreachable({ url, party, fault }),
    },
  };
}

function unreachable({ url, party, fault }: Omit<Sides, 'us'>): string {
  const known = wayFaultOf(fault);
  return known === undefined || known === 'refused'
    ? `Nothing answers at ${url}: look at the address, the proxy, the firewall, and whether ${party} runs.`
    : waySentence(known, { url, trust: '`certificates`' });
}
