import { isSfumatoError } from '../../base/index.ts';
import type { Peer } from '../identity/peer.ts';
import { type Carry, exchanged } from './caller.ts';
import type { Maker } from './exchange.ts';
import { SPEAKS, wordsInBytes } from './said.ts';

/**
 * How a party takes a message: `known` where it knows this party and answers under the key that is pinned; `refused` where it does not
 * take this party's messages; `another` where somebody else answers; `unreachable` where nobody does.
 */
export type Standing = 'known' | 'refused' | 'another' | 'unreachable';

/** A verb that no party has: what matters is who answers, and nothing is done. */
const PROBE = 'link.probe';

/** Finds out how a peer that is enrolled here stands to this party, without asking it for anything. */
export async function probePeer(
  maker: Maker,
  peer: Peer,
  carry: (message: Uint8Array) => ReturnType<Carry>,
): Promise<Standing> {
  const text = wordsInBytes({ speaks: [...SPEAKS], verb: PROBE, input: {} });
  try {
    const content = { text, attached: new Uint8Array() };
    const answer = await exchanged(maker, { peer, content }, carry);
    return answer === 'refused' ? 'refused' : 'known';
  } catch (error) {
    if (!isSfumatoError(error)) {
      throw error;
    }
    return error.code === 'unreachable-peer' ? 'unreachable' : 'another';
  }
}
