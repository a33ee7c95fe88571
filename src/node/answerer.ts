import {
  type Answerer,
  createAnswerer,
  keyIdOf,
  type MessageFault,
  type NonceBook,
  type Observe,
  readPeers,
} from '../link/index.ts';
import type { NodeContext } from './context.ts';
import { nodeVerbs } from './http/node-procedures.ts';

/** How sealed messages are answered. */
export interface Answering {
  readonly nonces: NonceBook;
  readonly onRefused: (fault: MessageFault, claimedKey?: string) => void;
  readonly observe?: Observe;
}

/** Answers sealed messages of the coordinators that are enrolled at the site. */
export function nodeAnswerer(ctx: NodeContext, { nonces, onRefused, observe }: Answering): Answerer {
  const coordinators = readPeers(ctx.folder).filter(({ role }) => role === 'coordinator');
  const byKey = new Map(coordinators.map((peer) => [keyIdOf(peer), peer]));
  return createAnswerer({
    self: ctx.link,
    entropy: ctx.entropy,
    // Not the journal's time, which never goes back: a clock that was ahead once would shut the site out for as long. What was used is in the book.
    nowMs: () => ctx.clock.wallMs(),
    peerOfKey(keyId) {
      const peer = byKey.get(keyId);
      return peer && ctx.governance.isFrozen(`link:${peer.role}/${peer.name}`) ? undefined : peer;
    },
    claim: nonces.claim,
    verbs: nodeVerbs(ctx, observe),
    onRefused,
  });
}
