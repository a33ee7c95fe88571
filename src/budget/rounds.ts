import { assert, toBase64Url } from '../base/index.ts';
import { MaskedWire, type Statement } from '../contract/index.ts';
import { openMasked, ringBytes } from '../privacy/for-budget.ts';
import { type Charge, formatEpsilon, type Masked, type Mechanism } from '../privacy/index.ts';
import { type Answered, type Contributed, makeContributed } from './answer.ts';
import { rhoOf } from './books.ts';
import { commitAnswer, concludeReservation, reservationOf } from './conclude.ts';
import { type Actor, type Desk, heldBy } from './desk.ts';
import type { RequestRef } from './kinds.ts';
import { type Interrupted, type Recalled, recall } from './recall.ts';
import { scopeOf } from './scope.ts';
import { contentOf, hasAnswer, isReadable } from './stored.ts';

/** What is known of an attempt at a total: as of a request; `masked` once its vector was committed. */
export type RecalledAttempt =
  | Recalled
  /** The very bytes that were committed, for whoever names the nonce of their round. */
  | { readonly state: 'masked'; readonly nonce: string; readonly contributed: Contributed };

/** Looks an attempt at a total up. @throws SfumatoError when the journal stopped, or doesn't hold what it should. */
export function recallAttempt(desk: Desk, ref: RequestRef): RecalledAttempt {
  assert(ref.attempt !== undefined, 'totals are asked for in attempts');
  const known = desk.books.requests.get(scopeOf(ref));
  const reservation = known && desk.books.reservations.get(known.reservation);
  const isOurs = known?.textHash === ref.textHash && desk.flights.ofRequest(scopeOf(ref)) === undefined;
  if (!isOurs || !hasAnswer(reservation) || reservation.end.state !== 'masked' || !isReadable(desk, reservation)) {
    return recall(desk, ref);
  }
  assert(reservation.round !== undefined, 'a masked vector is of a round');
  desk.journal();
  const contributed = makeContributed(contentOf(desk, reservation));
  return { state: 'masked', nonce: reservation.round.nonce, contributed };
}

/**
 * Ends an interrupted attempt: its answer is `unavailable`, for good, and it stays charged. Its round can't be gone on with,
 * because the key of that round was in memory alone. @throws SfumatoError when the journal stopped.
 */
export async function forfeit(
  desk: Desk,
  { interrupted, ...actor }: Actor & { interrupted: Interrupted },
): Promise<Answered> {
  const reservation = reservationOf(desk, interrupted.reservation);
  assert(reservation.round !== undefined, 'what is no round is resumed');
  const flight = desk.flights.begin(reservation.scope, reservation.question);
  return await concludeReservation(desk, { reservation, flight, actor });
}

/** A masked vector, what it cost, and all that is said about it. */
export interface ContributeInput<R> extends Actor {
  readonly charge: Charge<R>;
  readonly mechanism: Mechanism<R>;
  readonly masked: Masked<R>;
  readonly statement: Statement;
  readonly start: MaskedWire['start'];
  readonly shares: MaskedWire['shares'];
  /** As for `conclude`. */
  readonly leaves?: Promise<void>;
}

/**
 * Records a masked vector as the one contribution of its reservation, sealed, and resolves once that is durable: only then is there
 * something to send, and only these bytes are ever sent for its round. It is no stored answer and serves no other question.
 * @throws SfumatoError when the journal stopped; AssertionFailure when the parts don't belong together.
 */
export async function contribute<R>(desk: Desk, input: ContributeInput<R>): Promise<Contributed> {
  const { mechanism, statement, start, shares } = input;
  const { reservation: id, mechanism: chargedFor, flight, started } = heldBy(desk, input.charge);
  const reservation = reservationOf(desk, id);
  assert(started && chargedFor === mechanism, 'a vector is committed under the charge that it ran under');
  assert(statement.epsilon === formatEpsilon(reservation.nanoEpsilon), 'an answer states the ε that was signed');
  assert(statement.zcdp?.rho === rhoOf(desk.books, reservation), 'an answer states what it cost');
  assert(statement.site === desk.site, 'an answer names its own site');
  const { round, vector } = openMasked(input.masked, mechanism);
  assert(reservation.round?.hash === round, 'a vector is committed for the round that was charged');
  const parts = { start, shares, round, vector: toBase64Url(ringBytes(vector)) };
  const wire = MaskedWire.parse({ ...statement, state: 'masked', ...parts });
  desk.fault('released');
  desk.charges.delete(input.charge);
  return makeContributed(await commitAnswer(desk, { reservation, flight, actor: input, leaves: input.leaves }, wire));
}
