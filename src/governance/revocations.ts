import { LIMITS, SfumatoError } from '../base/index.ts';
import { readRevocation, SignedRevocation } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import type { Decisions } from './decisions.ts';

const DAY_MS = 86_400_000;

/** Takes a `revocation` record in: a key says of itself that it signs nothing any more. @throws SfumatoError `invariant-broken`. */
export function takeRevocation(decisions: Decisions, { seq, body, highWaterMs }: JournalRecord): void {
  const revocation = readRevocation(SignedRevocation.parse(body));
  if (revocation === undefined) {
    throw new SfumatoError('invariant-broken', 'The record of revocations is not sound: a key did not sign its own.');
  }
  const { key } = revocation;
  if (!decisions.revoked.has(key) && holderOf(decisions, key) === undefined) {
    decisions.strange.push(highWaterMs);
    decisions.strange.splice(0, decisions.strange.length - LIMITS.strangeRevocationsPerDayMax);
  }
  revoke(decisions, key, seq);
}

/** From this record on a key signs nothing, whoever enrols it later; the first record is the one that was acknowledged. */
export function revoke({ revoked }: Decisions, key: string, seq: number): void {
  revoked.set(key, revoked.get(key) ?? seq);
}

/** Whose key this is, in any project that there ever was or among those who decide. */
export function holderOf({ persons, people }: Decisions, key: string): string | undefined {
  return persons.get(key) ?? [...people.values()].find((one) => one.key === key)?.person;
}

/** Whether one more revocation of a key that nobody here has may be recorded today: anybody can make such keys, and what is recorded stays. */
export function hasRoomForStrangers({ strange }: Decisions, nowMs: number): boolean {
  const [oldest = Number.NEGATIVE_INFINITY] = strange;
  return strange.length < LIMITS.strangeRevocationsPerDayMax || nowMs - oldest >= DAY_MS;
}
