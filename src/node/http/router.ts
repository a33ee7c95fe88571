import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import { DryRunReply, SiteFacts } from '../../contract/index.ts';
import { answerQuestion } from '../verbs/query/answer.ts';
import { dryRun } from '../verbs/query/dry-run.ts';
import { facts } from '../verbs/site/facts.ts';
import { answering, router, stating } from './procedures.ts';

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
  site: router({
    facts: stating
      .input(z.strictObject({}))
      .output(SiteFacts)
      .mutation(({ ctx }) => facts({ ctx: ctx.facts })),
  }),
});
