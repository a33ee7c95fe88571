import { assert, SfumatoError } from '../base/index.ts';
import type { Collapse, LeftWire } from '../contract/index.ts';
import type { MechanismFacts, NoiseFacts } from '../privacy/index.ts';
import { type AnswerContent, type Answered, makeAnswered } from './answer.ts';
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

/** A finer table whose stored answer may be added up to answer a question. */
export interface Finer {
  /** SHA-256, hex, of everything that makes two questions the same. */
  readonly question: string;
  readonly collapse: Collapse;
  /** Whether the sums, of one draw for every cell that is added up, would be no noisier than what was asked for. */
  readonly serves: (stored: readonly NoiseFacts[]) => boolean;
}

/** What is looked for: a question at these shares or more, or a finer table. */
export interface Wanted {
  readonly question: string;
  /** What each piece would cost, in nano-ε. */
  readonly shares: Shares;
  readonly finer?: readonly Finer[];
}

/** A stored answer, and how it is to be added up, if it is. */
export interface Found {
  readonly answer: Answer;
  readonly collapse: Collapse | undefined;
}

/** The best stored answer that serves: that of the question itself before a finer one. */
export function findStored(desk: Desk, { question, shares, finer = [] }: Wanted): Found | undefined {
  const own = bestStored(desk, question, shares);
  if (own !== undefined) {
    return { answer: own, collapse: undefined };
  }
  for (const { question: other, collapse, serves } of finer) {
    const answer = best(storedOf(desk, other).filter((answer) => serves(noiseOf(answer))));
    if (answer !== undefined) {
      return { answer, collapse };
    }
  }
  return undefined;
}

/** What a stored answer that serves was drawn at. */
export interface StoredCost {
  readonly shares: Shares;
  /** The key of the finer table that it is of, where it would be added up. */
  readonly finer: string | undefined;
}

/** What the answer that `findStored` finds was drawn at, without opening it. */
export function storedCost(desk: Desk, wanted: Wanted): StoredCost | undefined {
  const found = findStored(desk, wanted);
  return (
    found && {
      shares: noiseOf(found.answer).map(({ nanoEpsilon }) => nanoEpsilon),
      finer: found.collapse === undefined ? undefined : found.answer.question,
    }
  );
}

/** The best stored answer to a question that cost at least `shares`, piece by piece, is durable and can be read. */
export function bestStored(desk: Desk, question: string, shares: Shares): Answer | undefined {
  return best(storedOf(desk, question).filter((answer) => covers(answer, shares)));
}

function storedOf(desk: Desk, question: string): readonly Answer[] {
  return (desk.books.answers.get(question) ?? [])
    .map((id) => desk.books.reservations.get(id))
    .filter(hasAnswer)
    .filter((answer) => desk.flights.ofRequest(answer.scope) === undefined && isReadable(desk, answer));
}

function noiseOf({ mechanism: { pieces } }: Answer): readonly NoiseFacts[] {
  return pieces.map((piece) => ({
    sensitivity: BigInt(piece.sensitivity),
    sensitivitySquared: BigInt(piece.sensitivitySquared),
    nanoEpsilon: BigInt(piece.nanoEpsilon),
  }));
}

function best(stored: readonly Answer[]): Answer | undefined {
  return stored.reduce<Answer | undefined>(
    (most, answer) => (most === undefined || answer.nanoEpsilon > most.nanoEpsilon ? answer : most),
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
export function openStored(desk: Desk, answer: Answer, collapse?: Collapse): Answered {
  const { answer: left, ...content } = contentOf(desk, answer);
  assert(left.state !== 'masked', 'a masked vector is no answer');
  return makeAnswered({ ...content, answer: left, collapse });
}

/** What was committed, as it says and stands. @throws SfumatoError as `openStored`. */
export function contentOf(desk: Desk, { end }: Answer): AnswerContent<LeftWire> {
  const opened = desk.seals.open(CommitBody.parse(desk.journal().bodyOf(end.reference)));
  if (opened === undefined) {
    throw new SfumatoError(
      'journal-corrupt',
      `The stored answer of record ${end.reference.seq} does not open; verify the journal.`,
    );
  }
  const { answer, opening } = opened;
  const receipt = desk.receipt(end.reference, { kind: 'commit', opening });
  return { answer, replayed: true, receipt };
}
