import { SfumatoError } from '../base/index.ts';
import type { Fold } from '../journal/index.ts';
import { CommitBody } from './kinds.ts';
import { sealKeys } from './sealing.ts';

/** A look at every stored answer of a journal. */
export interface AnswerAudit extends Fold {
  /** How many answers were opened and fit their digests, and how many no key at hand opens. */
  counts(): { readonly opened: number; readonly closed: number };
}

/**
 * A fold that opens every stored answer with the keys at hand (32 bytes each) and compares it with its digest; an answer whose
 * key is gone is only counted. Its `follow` throws SfumatoError `invariant-broken` where an answer isn't what its record says.
 */
export function createAnswerAudit(keys: readonly Uint8Array[]): AnswerAudit {
  const seals = sealKeys({ keys: () => keys, entropy: undefined });
  const counts = { opened: 0, closed: 0 };
  return Object.freeze({
    kinds: {},
    apply: () => undefined,
    follow({ kind, body }) {
      const commit = kind === 'commit' ? CommitBody.parse(body) : undefined;
      if (commit !== undefined && seals.has(commit.sealedUnder)) {
        if (!seals.fits(commit)) {
          throw new SfumatoError('invariant-broken', 'A stored answer is not the one that its digest is of.');
        }
        counts.opened += 1;
      } else if (commit !== undefined) {
        counts.closed += 1;
      }
    },
    counts: () => ({ ...counts }),
  } satisfies AnswerAudit);
}
