import {
  blocksLeftOut,
  type FederatedReply,
  type Request,
  type SiteState,
  type Statement,
} from '../../contract/index.ts';
import { ownLoss } from './loss.ts';

/** What a site has released, by itself or as a part of a total, and whether that counts. */
interface Given {
  readonly state: SiteState;
  readonly answer: Statement;
}

/** What is said of the answers beside their numbers follows from them. */
export function inWords(reply: FederatedReply, request: Request, given: readonly Given[]): FederatedReply {
  const { blocksLeftOut: _, ...said } = reply;
  const counted = given.filter(({ state }) => state === 'answered').map(({ answer }) => answer);
  const years = blocksLeftOut(request.query.blocks, counted);
  // What a misfit has released is lost to its patients all the same.
  const loss = ownLoss(
    reply.loss,
    given.map(({ answer }) => answer),
    request.release === 'total' ? request.maxAttempts : 1,
  );
  return { ...said, loss, ...(years.length === 0 ? {} : { blocksLeftOut: years }) };
}

/** What sites have released by themselves. */
export function releasedIn(sites: FederatedReply['sites']): readonly Given[] {
  return sites.flatMap(({ state, reply }) =>
    reply?.answer.state === 'released' ? [{ state, answer: reply.answer }] : [],
  );
}
