import { assert, canonicalJson, LIMITS } from '../base/index.ts';
import type { RefusalCode } from '../contract/index.ts';
import { factsOf } from '../privacy/for-budget.ts';
import type { Mechanism } from '../privacy/index.ts';
import type { Answered } from './answer.ts';
import type { Reservation } from './books.ts';
import { concludeReservation } from './conclude.ts';
import { type Actor, actorOf, type Desk } from './desk.ts';
import { mechanismBody } from './kinds.ts';
import type { MeterId } from './meter-id.ts';
import type { Interrupted } from './recall.ts';
import { affords, charged, type Reserved } from './reserve.ts';

/** An interrupted request that was authorised and planned again. */
export interface ResumeInput<R> extends Actor {
  readonly mechanism: Mechanism<R>;
  readonly interrupted: Interrupted;
  /** The current snapshot. */
  readonly snapshot: string;
  /** As for `reserve`: what is resumed must be the very question that was charged, on the very meters. */
  readonly question: string;
  readonly meters: readonly MeterId[];
  /** As for `reserve`. */
  readonly check?: () => RefusalCode | undefined;
  /** Whether it is charged once more, because another copy of the site may have spent what was set aside. */
  readonly charged?: boolean;
}

/** As for a reservation; `concluded`: it can't run again, and its answer is `unavailable` for good. */
export type Resumed<R> = Reserved<R> | { readonly state: 'concluded'; readonly answered: Answered };

/**
 * Lets an interrupted reservation run again under its own charge: on the same snapshot, with the same mechanism, at most
 * `LIMITS.resumptionsMax` times. @throws SfumatoError when the journal stopped.
 */
export async function resume<R>(desk: Desk, input: ResumeInput<R>): Promise<Resumed<R>> {
  const journal = desk.journal();
  const { mechanism, interrupted } = input;
  const reservation = desk.books.reservations.get(interrupted.reservation);
  assert(reservation !== undefined, 'what is resumed was reserved');
  const flight = desk.flights.ofRequest(reservation.scope) ?? desk.flights.ofQuestion(reservation.question);
  if (flight !== undefined || reservation.end !== undefined) {
    return { state: 'again', settled: flight?.settled ?? Promise.resolve() };
  }
  const { charged: again = false } = input;
  const lacks = again && !affords(desk, reservation.meters, reservation.loss);
  const code = input.check?.() ?? (lacks ? 'budget-exhausted' : undefined);
  if (code !== undefined) {
    return { state: 'refused', code };
  }
  const { id, scope, question, attempts } = reservation;
  if (!mayRunAgain(reservation, input)) {
    const ending = { reservation, flight: desk.flights.begin(scope, question), actor: input };
    return { state: 'concluded', answered: await concludeReservation(desk, ending) };
  }
  desk.fault('reserving');
  const body = { reservation: id, attempt: attempts + 1, ...(again ? { charged: true as const } : {}) };
  const durable = (): Promise<void> => journal.append({ kind: 'resume', ...actorOf(input), body }).durable;
  return charged(desk, { mechanism, reservation: id, flight: desk.flights.begin(scope, question), durable });
}

function mayRunAgain<R>(reservation: Reservation, input: ResumeInput<R>): boolean {
  const { mechanism, snapshot, question, meters } = input;
  return (
    reservation.round === undefined &&
    reservation.attempts < LIMITS.resumptionsMax &&
    reservation.snapshot === snapshot &&
    reservation.question === question &&
    [...reservation.meters].sort().join() === [...meters].sort().join() &&
    canonicalJson(reservation.mechanism) === canonicalJson(mechanismBody(factsOf(mechanism)))
  );
}
