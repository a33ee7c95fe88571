import { assert } from '../base/index.ts';
import type { Answered } from './answer.ts';
import type { KnownRequest, Reservation } from './books.ts';
import { type Actor, actorOf, type Desk } from './desk.ts';
import type { RequestRef } from './kinds.ts';
import { hasOtherText, scopeOf } from './scope.ts';
import { findStored, hasAnswer, isReadable, openStored, type Wanted } from './stored.ts';

/** A charged reservation that has no answer, and that nothing is under way for: as a rule, of an earlier process. */
export interface Interrupted {
  readonly reservation: string;
  /** The snapshot that it ran on, and may run on again. */
  readonly snapshot: string;
}

/** What is known of a request id. */
export type Recalled =
  | { readonly state: 'new' }
  /** Another text was asked under this id. */
  | { readonly state: 'conflict' }
  | { readonly state: 'stored'; readonly answered: Answered }
  /** There was an answer, and its key is gone. */
  | { readonly state: 'gone' }
  /** Under way; once `settled` resolves, recall again. */
  | { readonly state: 'running'; readonly settled: Promise<void> }
  | { readonly state: 'interrupted'; readonly interrupted: Interrupted };

/** Looks a request id up. @throws SfumatoError when the journal stopped, or doesn't hold what it should. */
export function recall(desk: Desk, ref: RequestRef): Recalled {
  desk.journal();
  const scope = scopeOf(ref);
  const known = desk.books.requests.get(scope);
  if (hasOtherText(desk.books, ref)) {
    return { state: 'conflict' };
  }
  const flight = desk.flights.ofRequest(scope);
  if (flight !== undefined) {
    return { state: 'running', settled: flight.settled };
  }
  return known === undefined ? { state: 'new' } : recallReservation(desk, known);
}

function recallReservation(desk: Desk, { reservation: id, collapse }: KnownRequest): Recalled {
  const reservation: Reservation | undefined = desk.books.reservations.get(id);
  assert(reservation !== undefined, 'a known request has a reservation');
  if (!hasAnswer(reservation)) {
    return { state: 'interrupted', interrupted: Object.freeze({ reservation: id, snapshot: reservation.snapshot }) };
  }
  return isReadable(desk, reservation)
    ? { state: 'stored', answered: openStored(desk, reservation, collapse) }
    : { state: 'gone' };
}

/** A question that may have been answered before. */
export interface LookupInput extends Actor, Wanted {
  readonly ref: RequestRef;
}

/**
 * The best stored answer to a question at these shares or more, or to a finer one, free. From then on it is also the answer of
 * this request id, on record, so that a retry gets the same bytes although a better answer may have come in between.
 */
export async function lookup(desk: Desk, input: LookupInput): Promise<Answered | undefined> {
  const journal = desk.journal();
  const scope = scopeOf(input.ref);
  const found = findStored(desk, input);
  if (found === undefined || desk.books.requests.has(scope) || desk.flights.ofRequest(scope) !== undefined) {
    return undefined;
  }
  const { answer, collapse } = found;
  const answered = openStored(desk, answer, collapse);
  const flight = desk.flights.begin(scope);
  try {
    const body = { request: input.ref, reservation: answer.id, ...(collapse === undefined ? {} : { collapse }) };
    await journal.append({ kind: 'replay', ...actorOf(input), body }).durable;
    return answered;
  } finally {
    flight.end();
  }
}
