import { answerDigest, type MaskReply, type Received, type Reply } from '../contract/index.ts';
import type { CoordinatorContext } from './context.ts';
import type { SiteReply } from './fan-out.ts';
import { lossOf } from './loss.ts';
import { isOfAsker, type SiteOutcomeRecord } from './records.ts';

type Replies = readonly SiteReply<Reply | MaskReply>[];

/** A question that is about to be asked. */
export interface Noted {
  /** Puts on record how the sites stood to it in the end, and of which round of a total their vectors are. */
  conclude(replies: Replies, round?: string): Promise<void>;
}

/**
 * Puts a question on record before it is asked, so that a coordinator that is killed says what it gave up. Beyond the first few of keys
 * that no site has known, a question is on record only once a site knows its asker, or a flood of made-up keys would fill the
 * disk. Sites that the coordinator has no link to are nowhere in it: their names are the asker's own.
 */
export async function note(
  ctx: CoordinatorContext,
  { request, textHash }: Pick<Received<'question'>, 'request' | 'textHash'>,
): Promise<Noted> {
  const { id: requestId, key } = request;
  const sites = request.sites.filter((site) => ctx.links.has(site));
  const append = (kind: 'question' | 'outcome', body: object): Promise<void> =>
    ctx.journal.append({ kind, actor: 'coordinator', ...(kind === 'question' && { keyId: key }), body: { ...body } })
      .durable;
  const question = (): Promise<void> => append('question', { requestId, textHash, sites });
  const isAhead = ctx.questions.mayNote(key);
  if (isAhead) {
    await question();
  }
  return {
    async conclude(replies, round) {
      const outcomes = replies.filter(({ site }) => ctx.links.has(site)).map(outcome);
      if (!isAhead && !outcomes.some(isOfAsker)) {
        return;
      }
      const total = round === undefined ? {} : { total: { textHash, round } };
      await Promise.all([
        ...(isAhead ? [] : [question()]),
        append('outcome', { requestId, sites: outcomes, ...total }),
      ]);
    },
  };
}

function outcome({ site, state, reply }: SiteReply<Reply | MaskReply>): SiteOutcomeRecord {
  const opening = reply?.receipt?.opening;
  return {
    site,
    state,
    answerDigest: reply === undefined || opening === undefined ? null : answerDigest(reply.answer, opening),
    loss: reply === undefined || reply.answer.state === 'refused' ? null : lossOf(reply.answer),
  };
}
