import { LIMITS, SfumatoError } from '../base/index.ts';
import { readRevocation, SignedRevocation } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import type { Decisions } from './decisions.ts';

/** Takes a `revocation` record in: a key says of itself that it signs nothing any more. @throws SfumatoError `invariant-broken`. */
export function takeRevocation(decisions: Decisions, { seq, body }: JournalRecord): void {
  const revocation = readRevocation(SignedRevocation.parse(body));
  if (revocation === undefined) {
    throw new SfumatoError('invariant-broken', 'The record of revocations is not sound: a key did not sign its own.');
  }
  revoke(decisions, revocation.key, seq);
}

/** From this record on a key signs nothing, whoever enrols it later; the first record is the one that was acknowledged. */
export function revoke({ revoked }: Decisions, key: string, seq: number): void {
  revoked.set(key, revoked.get(key) ?? seq);
}

/** Whose key this is, in any project that there ever was or among those who decide. */
export function holderOf({ persons, people }: Decisions, key: string): string | undefined {
  return persons.get(key) ?? [...people.values()].find((one) => one.key === key)?.person;
}

/** Whether one more revocation of a key that nobody here has may be recorded: anybody can make such keys. */
export function hasRoomForStrangers(decisions: Decisions): boolean {
  const strange = [...decisions.revoked.keys()].filter((key) => holderOf(decisions, key) === undefined);
  return strange.length < LIMITS.strangeRevocationsMax;
}
