import { LIMITS, SfumatoError } from '../base/index.ts';
import { readRevocation, SignedRevocation } from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';

/** Keys that say of themselves that they sign nothing any more, as the journal has it. */
export interface Revocations extends Fold {
  /** Whether the key (base64url) was revoked: for good, whoever enrols it later. */
  isRevoked(key: string): boolean;
  /** The number of the record that revoked it. */
  revokedAt(key: string): number | undefined;
  /** Whether one more of a key that nobody here has may be recorded: anybody can make such keys. */
  hasRoom(): boolean;
}

/** No key is revoked. `isKnown` says whose revocations are always recorded. */
export function createRevocations(isKnown: (key: string) => boolean): Revocations {
  const revoked = new Map<string, number>();
  return Object.freeze({
    kinds: Object.freeze({ revocation: SignedRevocation }),
    apply({ seq, body }) {
      const revocation = readRevocation(SignedRevocation.parse(body));
      if (revocation === undefined) {
        throw new SfumatoError(
          'invariant-broken',
          'The record of revocations is not sound: a key did not sign its own.',
        );
      }
      // The first is the one that was acknowledged.
      revoked.set(revocation.key, revoked.get(revocation.key) ?? seq);
    },
    isRevoked: (key) => revoked.has(key),
    revokedAt: (key) => revoked.get(key),
    hasRoom: () => [...revoked.keys()].filter((key) => !isKnown(key)).length < LIMITS.strangeRevocationsMax,
  } satisfies Revocations);
}
