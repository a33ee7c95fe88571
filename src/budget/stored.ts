import { SfumatoError } from '../base/index.ts';
import type { MechanismFacts } from '../privacy/index.ts';
import { type Answered, makeAnswered } from './answer.ts';
import type { Commit, Reservation } from './books.ts';
import type { Desk } from './desk.ts';
import { CommitBody } from './kinds.ts';

/** A reservation that has its answer. */
export type Answer = Reservation & { readonly end: Commit };

/** Whether a reservation has its answer. */
export function hasAnswer(reservation: Reservation | undefined): reservation is Answer {
  return reservation?.end !== undefined && reservation.end !== 'voided';
}

/** Whether the answer can still be read: false once its key is gone. */
export function isReadable(desk: Desk, { end }: Answer): boolean {
  return desk.seals.has(end.sealedUnder);
}

/** What each piece of an answer cost, in nano-ε, in the order of the pieces. */
export type Shares = readonly bigint[];

/** The shares of a mechanism. */
export function sharesOf({ pieces }: MechanismFacts): Shares {
  return pieces.map(({ nanoEpsilon }) => nanoEpsilon);
}

/** The best stored answer to a question that cost at least `shares`, piece by piece, is durable and can be read. */
export function bestStored(desk: Desk, question: string, shares: Shares): Answer | undefined {
  const stored = (desk.books.answers.get(question) ?? [])
    .map((id) => desk.books.reservations.get(id))
    .filter(hasAnswer)
    .filter((answer) => desk.flights.ofRequest(answer.scope) === undefined && isReadable(desk, answer))
    .filter((answer) => covers(answer, shares));
  return stored.reduce<Answer | undefined>(
    (best, answer) => (best === undefined || answer.nanoEpsilon > best.nanoEpsilon ? answer : best),
    undefined,
  );
}

/** A stored answer is no substitute where one of its pieces is noisier than what was asked for. */
function covers({ mechanism: { pieces } }: Answer, shares: Shares): boolean {
  return (
    pieces.length === shares.length && pieces.every(({ nanoEpsilon }, at) => BigInt(nanoEpsilon) >= (shares[at] ?? 0n))
  );
}

/** Reads a durable answer from the journal again. @throws SfumatoError `journal-corrupt` when it isn't what was committed. */
export function openStored(desk: Desk, { end }: Answer): Answered {
  const opened = desk.seals.open(CommitBody.parse(desk.journal().bodyOf(end.reference)));
  if (opened === undefined) {
    throw new SfumatoError(
      'journal-corrupt',
      `The stored answer of record ${end.reference.seq} does not open; verify the journal.`,
    );
  }
  const { text, opening } = opened;
  return makeAnswered({ text, replayed: true, receipt: desk.receipt(end.reference, { kind: 'commit', opening }) });
}
