import { z } from 'zod';
import { Hash, SiteState } from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';

/** A question was forwarded to these sites. */
const QuestionRecord = z.strictObject({ requestId: z.string(), textHash: Hash, sites: z.array(z.string()) });

/** How the sites stood to it in the end, and the digest of each answer that has a receipt, as it stands in the site's journal. */
const OutcomeRecord = z.strictObject({
  requestId: z.string(),
  sites: z.array(z.strictObject({ site: z.string(), state: SiteState, answerDigest: Hash.nullable() })),
});

/** The coordinator's own records; questions in flight can be told from those that ended. */
export function createQuestionLog(): Fold & { readonly open: () => readonly string[] } {
  const open = new Set<string>();
  return Object.freeze({
    kinds: Object.freeze({ question: QuestionRecord, outcome: OutcomeRecord }),
    apply(record: { kind: string; body: unknown }) {
      if (record.kind === 'question') {
        open.add(QuestionRecord.parse(record.body).requestId);
      } else {
        open.delete(OutcomeRecord.parse(record.body).requestId);
      }
    },
    open: () => [...open],
  });
}
