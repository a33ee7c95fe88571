import { assert } from '../base/index.ts';
import type { LeftWire } from '../contract/index.ts';
import type { Charge } from '../privacy/index.ts';
import { type AnswerContent, type Answered, makeAnswered } from './answer.ts';
import type { Reservation } from './books.ts';
import { type Actor, actorOf, type Desk, heldBy } from './desk.ts';
import type { Flight } from './flights.ts';
import { refusalWire } from './refuse.ts';
import { requestIdOf } from './scope.ts';

/** The answer of a reservation about to be committed. */
interface Ending {
  readonly reservation: Reservation;
  readonly flight: Flight;
  readonly actor: Actor;
  readonly leaves?: Promise<void> | undefined;
}

/** Commits `answer` as the one answer of a reservation, at exactly what was reserved; resolves once that is durable. */
export async function commitAnswer<Left extends LeftWire>(
  desk: Desk,
  ending: Ending,
  answer: Left,
): Promise<AnswerContent<Left>> {
  const { reservation, flight, leaves = Promise.resolve() } = ending;
  try {
    const { opening, ...stored } = desk.seals.seal(reservation.id, answer);
    const { state } = answer;
    const body = { reservation: reservation.id, state, nanoEpsilon: reservation.nanoEpsilon.toString(), ...stored };
    const { record, durable } = desk.journal().append({ kind: 'commit', ...actorOf(ending.actor), body });
    await durable;
    desk.fault('committed');
    return { answer, replayed: false, receipt: desk.receipt(record, { kind: 'commit', opening }) };
  } finally {
    // Until the answer leaves, nothing tells that there is one: when it was committed depends on patients.
    void leaves.then(() => flight.end());
  }
}

/** Commits `unavailable` as the answer of a reservation, which stays charged. */
export async function concludeReservation(desk: Desk, ending: Ending): Promise<Answered> {
  const { scope } = ending.reservation;
  const textHash = desk.books.requests.get(scope)?.textHash;
  assert(textHash !== undefined, 'what was reserved was asked for');
  const request = { id: requestIdOf(scope), textHash };
  return makeAnswered(await commitAnswer(desk, ending, refusalWire(desk, { code: 'unavailable' }, request)));
}

/** A charge whose run failed. */
export interface ConcludeInput<R> extends Actor {
  readonly charge: Charge<R>;
  /** Resolves when the answer leaves; until then the request and its question count as under way. At once when absent. */
  readonly leaves?: Promise<void>;
}

/**
 * Ends a run that failed after it started: its answer is `unavailable`, for good, and it stays charged, because how it failed
 * may depend on patients. @throws SfumatoError when the journal stopped.
 */
export async function conclude<R>(desk: Desk, input: ConcludeInput<R>): Promise<Answered> {
  const { reservation: id, flight, started } = heldBy(desk, input.charge);
  assert(started, 'what has not started is abandoned');
  desk.charges.delete(input.charge);
  const { leaves } = input;
  return concludeReservation(desk, { reservation: reservationOf(desk, id), flight, actor: input, leaves });
}

/**
 * Gives up before the run starts. A reservation of this process is voided; one that was resumed may have run before, so it
 * stays charged and interrupted. @throws AssertionFailure once the run has started.
 */
export async function abandon<R>(desk: Desk, input: ConcludeInput<R>): Promise<void> {
  const { reservation: id, flight, started } = heldBy(desk, input.charge);
  assert(!started, 'what has started is concluded');
  desk.charges.delete(input.charge);
  try {
    if (reservationOf(desk, id).attempts === 0) {
      await desk.journal().append({ kind: 'void', ...actorOf(input), body: { reservation: id } }).durable;
    }
  } finally {
    flight.end();
  }
}

/** A reservation that is known to be there. */
export function reservationOf({ books }: Desk, id: string): Reservation {
  const reservation = books.reservations.get(id);
  assert(reservation !== undefined, 'a charge has a reservation');
  return reservation;
}
