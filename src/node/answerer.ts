import { type Answerer, createAnswerer, keyIdOf, type MessageFault, type NonceBook, readPeers } from '../link/index.ts';
import type { NodeContext } from './context.ts';
import { nodeVerbs } from './http/node-procedures.ts';

/** Answers sealed messages of the coordinators that are enrolled at the site. */
export function nodeAnswerer(
  ctx: NodeContext,
  { nonces, onRefused }: { nonces: NonceBook; onRefused: (fault: MessageFault) => void },
): Answerer {
  const coordinators = readPeers(ctx.folder).filter(({ role }) => role === 'coordinator');
  const byKey = new Map(coordinators.map((peer) => [keyIdOf(peer), peer]));
  return createAnswerer({
    self: ctx.link,
    entropy: ctx.entropy,
    nowMs: () => ctx.journal.nowMs(),
    peerOfKey(keyId) {
      const peer = byKey.get(keyId);
      return peer && ctx.governance.isFrozen(`link:${peer.role}/${peer.name}`) ? undefined : peer;
    },
    claim: nonces.claim,
    verbs: nodeVerbs(ctx),
    onRefused,
  });
}
