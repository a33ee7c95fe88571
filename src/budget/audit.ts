import { SfumatoError } from '../base/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { CommitBody } from './kinds.ts';
import { sealKeys } from './sealing.ts';

/** How many answers were opened and fit their digests, and how many no key at hand opens. */
export interface AuditedAnswers {
  readonly opened: number;
  readonly closed: number;
}

/** A look at every stored answer of a journal. */
export interface AnswerAudit {
  /** Looks at the answer of a record, if it has one. @throws SfumatoError `invariant-broken` where it isn't what its digest is of. */
  follow(record: JournalRecord): void;
  counts(): AuditedAnswers;
}

/** Opens every stored answer with the keys at hand (32 bytes each) and compares it with its digest; one whose key is gone is only counted. */
export function createAnswerAudit(keys: readonly Uint8Array[]): AnswerAudit {
  const seals = sealKeys({ keys: () => keys, entropy: undefined });
  const counts = { opened: 0, closed: 0 };
  return Object.freeze({
    follow({ kind, body }) {
      const commit = kind === 'commit' ? CommitBody.safeParse(body).data : undefined;
      // A commit of another form is for the fold of its kind to refuse.
      if (commit === undefined) {
        return;
      }
      if (!seals.has(commit.sealedUnder)) {
        counts.closed += 1;
      } else if (seals.fits(commit)) {
        counts.opened += 1;
      } else {
        throw new SfumatoError('invariant-broken', 'A stored answer is not the one that its digest is of.');
      }
    },
    counts: () => ({ ...counts }),
  } satisfies AnswerAudit);
}
