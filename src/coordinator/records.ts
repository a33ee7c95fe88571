import { z } from 'zod';
import { Hash, SiteState } from '../contract/index.ts';
import type { Fold, JournalRecord } from '../journal/index.ts';
import { createAskers } from './askers.ts';
import { createLossLedger, OfTotal, SiteLoss } from './loss.ts';

/** A question was forwarded to these sites; the record names the key that signed it, since there are more than a few of those. */
const QuestionRecord = z.strictObject({ requestId: z.string(), textHash: Hash, sites: z.array(z.string()) });

const SiteOutcomeRecord = z.strictObject({
  site: z.string(),
  state: SiteState,
  answerDigest: Hash.nullable(),
  loss: SiteLoss.nullable(),
});
export type SiteOutcomeRecord = z.infer<typeof SiteOutcomeRecord>;

/** How the sites stood to it in the end, the digest of each answer that has a receipt as it stands in the site's journal, and what it cost. */
const OutcomeRecord = z.strictObject({
  requestId: z.string(),
  sites: z.array(SiteOutcomeRecord),
  /** Of an attempt at a total that sites were asked for their vectors for; no other outcome has it, nor one of an earlier version. */
  total: OfTotal.optional(),
});

/** Whether a site in this state has released something, of use or not. */
function hasReleased(state: SiteState): boolean {
  return state === 'answered' || state === 'misfit';
}

/** Whether a site knows who asked: only to those does it answer, or give receipts of its “no”. */
export function isOfAsker({ state, answerDigest }: Pick<SiteOutcomeRecord, 'state' | 'answerDigest'>): boolean {
  return hasReleased(state) || state === 'out-of-budget' || answerDigest !== null;
}

/** The process ended before the sites had answered: what they release after that comes only to whoever asks again. */
const AbortRecord = z.strictObject({ requestId: z.string() });

/** The coordinator's own records. */
export interface QuestionLog extends Fold {
  /** Whether a question by this key goes on record before it is asked. */
  readonly mayNote: (key: string) => boolean;
  /** Request ids of questions that were forwarded and have no outcome yet. */
  readonly open: () => readonly string[];
  /** How often each site stood to a question in each state, by “site state”. */
  readonly outcomes: () => ReadonlyMap<string, number>;
  /** In nano-ε, what a patient of each site that answered can have lost so far; `undefined` where that isn't pure ε. */
  readonly losses: () => readonly bigint[] | undefined;
  /** The same by all attempts at a total, by the hash of the signed request. */
  readonly lossesOf: (textHash: string) => readonly bigint[] | undefined;
}

/** Folds questions, outcomes and aborts. */
export function createQuestionLog(): QuestionLog {
  // By request id, with the key that asked; records of earlier versions name none.
  const open = new Map<string, string | null>();
  const [outcomes, ledger, askers] = [new Map<string, number>(), createLossLedger(), createAskers()];
  const note = (requestId: string, keyId: string | null): void => {
    if (!open.has(requestId)) {
      open.set(requestId, keyId);
    }
    if (keyId !== null) {
      askers.noted(keyId);
    }
  };
  const conclude = ({ requestId, sites, total }: z.infer<typeof OutcomeRecord>): void => {
    const keyId = open.get(requestId) ?? null;
    open.delete(requestId);
    if (keyId !== null && sites.some(isOfAsker)) {
      askers.known(keyId);
    }
    for (const key of sites.map(({ site, state }) => `${site} ${state}`)) {
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
    for (const outcome of sites.filter(({ state }) => hasReleased(state))) {
      ledger.add({ ...outcome, total });
    }
  };
  return Object.freeze({
    kinds: Object.freeze({ question: QuestionRecord, outcome: OutcomeRecord, abort: AbortRecord }),
    apply({ kind, body, keyId }: Pick<JournalRecord, 'kind' | 'body' | 'keyId'>) {
      if (kind === 'question') {
        note(QuestionRecord.parse(body).requestId, keyId);
      } else if (kind === 'abort') {
        open.delete(AbortRecord.parse(body).requestId);
      } else {
        conclude(OutcomeRecord.parse(body));
      }
    },
    mayNote: askers.mayNote,
    open: () => [...open.keys()],
    outcomes: () => outcomes,
    losses: ledger.perSite,
    lossesOf: ledger.perSiteOf,
  });
}
