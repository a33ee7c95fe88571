import { assert } from '../base/index.ts';
import { ReleasedWire, type Statement } from '../contract/index.ts';
import { openReleased } from '../privacy/for-budget.ts';
import { type Charge, formatEpsilon, type Mechanism, type Released } from '../privacy/index.ts';
import type { Answered } from './answer.ts';
import { commitAnswer, reservationOf } from './conclude.ts';
import { type Actor, type Desk, heldBy } from './desk.ts';

/** A release, what it cost, and all that is said about it. */
export interface CommitInput<R> extends Actor {
  readonly charge: Charge<R>;
  readonly mechanism: Mechanism<R>;
  readonly released: Released<R>;
  readonly statement: Statement;
  /** As for `conclude`. */
  readonly leaves?: Promise<void>;
}

/**
 * Records a release as the one answer of its reservation, sealed, and resolves once that is durable: only then is there an
 * answer to send. @throws SfumatoError when the journal stopped; AssertionFailure when the parts don't belong together.
 */
export async function commit<R>(desk: Desk, input: CommitInput<R>): Promise<Answered> {
  const { mechanism, statement } = input;
  const { reservation: id, mechanism: chargedFor, flight, started } = heldBy(desk, input.charge);
  const reservation = reservationOf(desk, id);
  assert(started && chargedFor === mechanism, 'a release is committed under the charge that it ran under');
  assert(statement.mechanism.epsilon === formatEpsilon(reservation.nanoEpsilon), 'an answer states what it cost');
  assert(statement.site === desk.site, 'an answer names its own site');
  const values = openReleased(input.released, mechanism).map(String);
  assert(values.length === statement.keys.length, 'an answer has one value per key');
  const answer = ReleasedWire.parse({ ...statement, state: 'released', values });
  desk.fault('released');
  // Only now: had anything above failed, the charge could still be concluded.
  desk.charges.delete(input.charge);
  return commitAnswer(desk, { reservation, flight, actor: input, leaves: input.leaves }, answer);
}
