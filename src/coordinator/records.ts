import { z } from 'zod';
import { Hash, SiteState } from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';
import { createLossLedger, SiteLoss } from './loss.ts';

/** A question was forwarded to these sites. */
const QuestionRecord = z.strictObject({ requestId: z.string(), textHash: Hash, sites: z.array(z.string()) });

/** How the sites stood to it in the end, the digest of each answer that has a receipt as it stands in the site's journal, and what it cost. */
const OutcomeRecord = z.strictObject({
  requestId: z.string(),
  sites: z.array(
    z.strictObject({ site: z.string(), state: SiteState, answerDigest: Hash.nullable(), loss: SiteLoss.nullable() }),
  ),
});

/** The process ended before the sites had answered: what they release after that comes only to whoever asks again. */
const AbortRecord = z.strictObject({ requestId: z.string() });

/** The coordinator's own records. */
export interface QuestionLog extends Fold {
  /** Request ids of questions that were forwarded and have no outcome yet. */
  readonly open: () => readonly string[];
  /** How often each site stood to a question in each state, by “site state”. */
  readonly outcomes: () => ReadonlyMap<string, number>;
  /** In nano-ε, what a patient of each site that answered can have lost so far; `undefined` where that isn't pure ε. */
  readonly losses: () => readonly bigint[] | undefined;
}

/** Folds questions, outcomes and aborts. */
export function createQuestionLog(): QuestionLog {
  const open = new Set<string>();
  const outcomes = new Map<string, number>();
  const ledger = createLossLedger();
  return Object.freeze({
    kinds: Object.freeze({ question: QuestionRecord, outcome: OutcomeRecord, abort: AbortRecord }),
    apply({ kind, body }: { kind: string; body: unknown }) {
      if (kind === 'question') {
        open.add(QuestionRecord.parse(body).requestId);
      } else if (kind === 'abort') {
        open.delete(AbortRecord.parse(body).requestId);
      } else {
        const { requestId, sites } = OutcomeRecord.parse(body);
        open.delete(requestId);
        for (const key of sites.map(({ site, state }) => `${site} ${state}`)) {
          outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
        }
        for (const outcome of sites.filter(({ state }) => state === 'answered')) {
          ledger.add(outcome);
        }
      }
    },
    open: () => [...open],
    outcomes: () => outcomes,
    losses: ledger.perSite,
  });
}
