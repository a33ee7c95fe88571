import { assert } from '../base/index.ts';
import { ReleasedWire, type Statement } from '../contract/index.ts';
import { factsOf, openReleased } from '../privacy/for-budget.ts';
import { type Charge, formatEpsilon, type Mechanism, type MechanismFacts, type Released } from '../privacy/index.ts';
import { type Answered, makeAnswered } from './answer.ts';
import { rhoOf } from './books.ts';
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
  assert(statement.epsilon === formatEpsilon(reservation.nanoEpsilon), 'an answer states the ε that was signed');
  assert(statement.zcdp?.rho === rhoOf(desk.books, reservation), 'an answer states what it cost');
  assert(statement.site === desk.site, 'an answer names its own site');
  const values = piecewise(openReleased(input.released, mechanism), factsOf(mechanism));
  const answer = ReleasedWire.parse({ ...statement, state: 'released', values });
  desk.fault('released');
  // Only now: had anything above failed, the charge could still be concluded.
  desk.charges.delete(input.charge);
  return makeAnswered(await commitAnswer(desk, { reservation, flight, actor: input, leaves: input.leaves }, answer));
}

/** Cuts one vector into its pieces. */
function piecewise(values: readonly bigint[], { pieces }: MechanismFacts): string[][] {
  let from = 0;
  return pieces.map(({ length }) => {
    from += length;
    return values.slice(from - length, from).map(String);
  });
}
