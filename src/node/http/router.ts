import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import {
  AdvertiseInput,
  AdvertiseReply,
  DryRunReply,
  MaskInput,
  RevocationReply,
  SiteFacts,
} from '../../contract/index.ts';
import { RevokeInput, revokeKey } from '../verbs/key/revoke.ts';
import { answerQuestion } from '../verbs/query/answer.ts';
import { dryRun } from '../verbs/query/dry-run.ts';
import { facts } from '../verbs/site/facts.ts';
import { advertiseKey } from '../verbs/total/advertise.ts';
import { maskVector } from '../verbs/total/mask.ts';
import { announcing, answering, masking, router, served, stating } from './procedures.ts';

const Signed = z.strictObject({ signed: z.string().max(LIMITS.signedCharactersMax) });

/** A node's procedures. All are POST; what can answer is an `answering` procedure, all else is `stating`. */
export const nodeRouter = router({
  query: router({
    answer: answering
      .meta(served('query.answer', 'Answers a signed question, or refuses it.'))
      .input(Signed)
      .mutation(answerQuestion),
    dryRun: stating
      .meta(
        served(
          'query.dryRun',
          'Says what a signed draft would cost, how precise it would be, and whether it is covered.',
        ),
      )
      .input(Signed)
      .output(DryRunReply)
      .mutation(({ ctx, input }) => dryRun({ ctx: ctx.facts, input })),
  }),
  total: router({
    advertise: announcing
      .meta(served('total.advertise', 'Gives the site’s key for a round of masking.'))
      .input(AdvertiseInput)
      .output(AdvertiseReply)
      .mutation(({ ctx, input }) => advertiseKey({ ctx: ctx.facts, input })),
    mask: masking
      .meta(served('total.mask', 'Gives the site’s masked vector of a round.'))
      .input(MaskInput)
      .mutation(maskVector),
  }),
  key: router({
    revoke: stating
      .meta(served('key.revoke', 'Takes a key out of use, by that key’s own signature.'))
      .input(RevokeInput)
      .output(RevocationReply)
      .mutation(({ ctx, input }) => revokeKey({ ctx: ctx.facts, input })),
  }),
  site: router({
    facts: stating
      .meta(served('site.facts', 'States the site’s public facts.'))
      .input(z.strictObject({}))
      .output(SiteFacts)
      .mutation(({ ctx }) => facts({ ctx: ctx.facts })),
  }),
});
