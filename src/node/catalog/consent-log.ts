import { z } from 'zod';
import { Hash } from '../../contract/index.ts';
import type { Fold } from '../../journal/index.ts';

/**
 * The body of a `consent` record: one at every publish, whether anybody said anything or not. It stands for the whole consent file
 * by a salted digest, so its length is the same for nobody, one patient and any number of them.
 */
export const ConsentRecord = z.strictObject({
  slot: z.string(),
  consentSalt: Hash,
  consentDigest: Hash,
});
export type ConsentRecord = z.infer<typeof ConsentRecord>;

/** What the journal knows of the consent file. */
export interface ConsentLog extends Fold {
  /** The last record; `undefined` before the first publish that made one. */
  readonly last: () => ConsentRecord | undefined;
}

/** An empty log, to be filled by the journal's replay. */
export function createConsentLog(): ConsentLog {
  let last: ConsentRecord | undefined;
  return Object.freeze({
    kinds: Object.freeze({ consent: ConsentRecord }),
    apply({ body }) {
      last = ConsentRecord.parse(body);
    },
    last: () => last,
  } satisfies ConsentLog);
}
