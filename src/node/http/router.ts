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
import { announcing, answering, masking, router, stating } from './procedures.ts';

const Signed = z.strictObject({ signed: z.string().max(LIMITS.bodyBytesMax) });

/** A node's procedures. All are POST; what can answer is an `answering` procedure, all else is `stating`. */
export const nodeRouter = router({
  query: router({
    answer: answering.input(Signed).mutation(answerQuestion),
    dryRun: stating
      .input(Signed)
      .output(DryRunReply)
      .mutation(({ ctx, input }) => dryRun({ ctx: ctx.facts, input })),
  }),
  total: router({
    advertise: announcing
      .input(AdvertiseInput)
      .output(AdvertiseReply)
      .mutation(({ ctx, input }) => advertiseKey({ ctx: ctx.facts, input })),
    mask: masking.input(MaskInput).mutation(maskVector),
  }),
  key: router({
    revoke: stating
      .input(RevokeInput)
      .output(RevocationReply)
      .mutation(({ ctx, input }) => revokeKey({ ctx: ctx.facts, input })),
  }),
  site: router({
    facts: stating
      .input(z.strictObject({}))
      .output(SiteFacts)
      .mutation(({ ctx }) => facts({ ctx: ctx.facts })),
  }),
});
