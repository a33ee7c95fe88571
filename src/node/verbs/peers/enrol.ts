import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';
import type { Actor } from '../../../governance/index.ts';
import { enrolled, parsePeer, peerId, readPeers, recordPeers, withoutPeer, writePeers } from '../../../link/index.ts';
import type { NodeContext } from '../../context.ts';

/** The public text of a party whose fingerprint was compared, and whether it may take the place of another key. */
export const TrustInput = z.strictObject({ text: z.string(), replace: z.boolean() });

/** A party as `sfumato link show` names it. */
export const ForgetInput = z.strictObject({ party: z.string() });

interface Enrolling<I> {
  readonly ctx: Pick<NodeContext, 'folder' | 'journal' | 'link' | 'peerLog'>;
  readonly actor: Actor;
  readonly input: I;
}

/** The party that was enrolled or forgotten. */
export interface EnrolReport {
  readonly party: string;
}

/**
 * Enrols a party: on record, then in the file of peers, which the next start reads.
 * @throws SfumatoError `wrong-use`, and as `enrolled`.
 */
export async function trustPeer({ ctx, actor, input }: Enrolling<z.infer<typeof TrustInput>>): Promise<EnrolReport> {
  const peer = parsePeer(input.text);
  if (peer === undefined) {
    throw new SfumatoError('wrong-use', 'This is no public text of a party.');
  }
  const party = peerId(peer);
  const enrolment = { self: ctx.link, peer, replace: input.replace };
  await recordPeers(ctx, enrolled(readPeers(ctx.folder), enrolment), { actor: actor.person, party });
  // Read again: somebody else may have been enrolled while the record was written.
  writePeers(ctx.folder, enrolled(readPeers(ctx.folder), { ...enrolment, replace: true }));
  return { party };
}

/** Takes an enrolment back: on record, then in the file. @throws SfumatoError `wrong-use` for a party that isn't enrolled. */
export async function forgetPeer({ ctx, actor, input }: Enrolling<z.infer<typeof ForgetInput>>): Promise<EnrolReport> {
  const { party } = input;
  await recordPeers(ctx, withoutPeer(readPeers(ctx.folder), party), { actor: actor.person, party });
  writePeers(ctx.folder, withoutPeer(readPeers(ctx.folder), party));
  return { party };
}
