import { LIMITS } from '../base/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { accountantOf, addLosses, isLossWithin, type Loss, multiplyLoss, remainingLoss } from '../privacy/index.ts';
import { type Books, breach, capOf, grantKey, type Meter, meterOf, type Reservation, spentOf } from './books.ts';
import { countOtherwise, writeOffOtherwise } from './concentrated.ts';
import {
  type AccountantBody,
  type CommitBody,
  type GrantBody,
  lossOf,
  type ReplayBody,
  type ReserveBody,
  type ResumeBody,
  type VoidBody,
  type WriteOffBody,
} from './kinds.ts';
import type { MeterId } from './meter-id.ts';
import { scopeOf } from './scope.ts';

// One function a kind of record: what it does to the books, and what must hold for it. Every record passes here, whether it
// is being appended or read back, so each invariant is asserted at every prefix of the journal.

/** Takes one record into the books. @throws SfumatoError `invariant-broken` when it contradicts those before. */
export type Post<B> = (books: Books, record: JournalRecord, body: B) => void;

/** Takes in how losses are counted: before anything is granted, and once. */
export function postAccountant(books: Books, _: JournalRecord, body: AccountantBody): void {
  if (books.meters.size > 0 || books.counting.accountant.facts.kind !== 'pure') {
    breach('the way of counting losses was changed');
  }
  books.counting.accountant = accountantOf(body);
}

/** Takes a grant in. */
export function postGrant(books: Books, _: JournalRecord, body: GrantBody): void {
  const { meter: id, nanoEpsilon, action } = body;
  const meter = meterOf(books, id);
  const grantedNano = meter.grantedNano + BigInt(nanoEpsilon);
  if (grantedNano < 0n) {
    breach('a cap is below zero');
  }
  if (action !== undefined && books.granted.has(grantKey(action, id))) {
    breach('an action granted twice');
  }
  books.meters.set(id, { ...meter, grantedNano });
  if (action !== undefined) {
    books.granted.add(grantKey(action, id));
  }
}

/** Takes a reservation in: one a request, distinct meters, and no meter above its cap. */
export function postReserve(books: Books, record: JournalRecord, body: ReserveBody): void {
  const scope = scopeOf(body.request);
  if (books.reservations.has(body.reservation) || books.requests.has(scope)) {
    breach('a request was reserved twice');
  }
  if (new Set(body.meters).size !== body.meters.length) {
    breach('a reservation names a meter twice');
  }
  const nanoEpsilon = BigInt(body.nanoEpsilon);
  const shares = body.mechanism.pieces.reduce((sum, piece) => sum + BigInt(piece.nanoEpsilon), 0n);
  if (shares !== nanoEpsilon) {
    breach('a reservation is not the sum of its shares');
  }
  const loss = costOf(books, body);
  setAside(books, { meters: body.meters, loss });
  postRound(books, body);
  const { reservation: id, question, meters, mechanism, snapshot, round } = body;
  const { epoch, wallMs: admittedMs, seq: chargedAt } = record;
  const fresh = { admittedMs, chargedAt, attempts: 0, charges: 1n, end: undefined };
  const charged = { meters, nanoEpsilon, loss, mechanism };
  countOtherwise(books, charged);
  books.reservations.set(id, { id, scope, question, ...charged, snapshot, epoch, round, ...fresh });
  books.requests.set(scope, { textHash: body.request.textHash, reservation: id });
}

/** A round of masking is for one attempt at one request: what was masked in it must never be masked again. */
function postRound({ rounds }: Books, { round, request }: ReserveBody): void {
  if ((round === undefined) !== (request.attempt === undefined) || (round !== undefined && rounds.has(round.hash))) {
    breach('a round of masking was charged twice, or is of no attempt');
  }
  if (round !== undefined) {
    rounds.add(round.hash);
  }
}

/** Takes a resumption in: counted and bounded, and charged like a reservation where it says so. */
export function postResume(books: Books, record: JournalRecord, body: ResumeBody): void {
  const { reservation: id, attempt, charged } = body;
  const reservation = openReservation(books, id);
  if (reservation.round !== undefined) {
    breach('a round of masking was resumed');
  }
  if (attempt !== reservation.attempts + 1 || attempt > LIMITS.resumptionsMax) {
    breach('a reservation was resumed out of turn');
  }
  if (charged) {
    setAside(books, reservation);
    countOtherwise(books, reservation);
  }
  const charge = charged ? { charges: reservation.charges + 1n, chargedAt: record.seq } : {};
  books.reservations.set(id, { ...reservation, ...charge, attempts: attempt, epoch: record.epoch });
}

/** Takes in what another copy of the site may have spent. A cap doesn't stop it: it has happened. */
export function postWriteOff(books: Books, { seq }: JournalRecord, body: WriteOffBody): void {
  const { accountant } = books.counting;
  const written = new Map<MeterId, Loss>();
  for (const { meter: id, ...amounts } of body.meters) {
    const meter = meterOf(books, id);
    const loss = lossOf(accountant, amounts) ?? breach('an amount is of another way of counting');
    books.meters.set(id, { ...meter, committed: addLosses(meter.committed, loss) });
    books.writtenOff.set(id, addLosses(books.writtenOff.get(id) ?? accountant.none, loss));
    writeOffOtherwise(books, id, loss);
    written.set(id, addLosses(written.get(id) ?? accountant.none, loss));
  }
  const { lease } = body;
  books.writeOffs.push({ seq, lease, amounts: written });
  if (lease !== undefined && !books.lastOf.has(lease)) {
    books.lastOf.set(lease, seq);
  }
}

/** Takes an answer in: it costs what was reserved, and numbers come only from the incarnation that reserved or resumed. */
export function postCommit(books: Books, record: JournalRecord, body: CommitBody): void {
  const { reservation: id, state, nanoEpsilon, digest, sealedUnder } = body;
  const reservation = openReservation(books, id);
  if (BigInt(nanoEpsilon) !== reservation.nanoEpsilon) {
    breach('a commit costs something else than was reserved');
  }
  if (state !== 'refused' && (state === 'masked') !== (reservation.round !== undefined)) {
    breach('a round of masking was answered in clear, or a question by a masked vector');
  }
  if (state !== 'refused' && record.epoch !== reservation.epoch) {
    breach('an answer was committed by a process that had not reserved it');
  }
  settle(books, reservation, (meter) => ({
    ...meter,
    committed: addLosses(meter.committed, multiplyLoss(reservation.loss, reservation.charges)),
  }));
  const { seq, recordHash, position } = record;
  const reference = { seq, recordHash, position };
  books.reservations.set(id, { ...reservation, end: { state, digest, sealedUnder, reference } });
  if (state === 'released') {
    books.answers.set(reservation.question, [...(books.answers.get(reservation.question) ?? []), id]);
  }
}

/** Takes a void in: only of what the same process reserved and never resumed. */
export function postVoid(books: Books, record: JournalRecord, body: VoidBody): void {
  const reservation = openReservation(books, body.reservation);
  if (reservation.attempts > 0 || record.epoch !== reservation.epoch) {
    breach('a reservation that may have run was voided');
  }
  settle(books, reservation, (meter) => meter);
  countOtherwise(books, reservation, -1n);
  books.reservations.set(reservation.id, { ...reservation, end: 'voided' });
  books.requests.delete(reservation.scope);
  if (reservation.round !== undefined) {
    books.rounds.delete(reservation.round.hash);
  }
}

/** Takes in that a request was served from an earlier answer. */
export function postReplay(books: Books, _: JournalRecord, body: ReplayBody): void {
  const { request, reservation, collapse } = body;
  const end = books.reservations.get(reservation)?.end;
  if (end === undefined || end === 'voided' || end.state !== 'released' || books.requests.has(scopeOf(request))) {
    breach('a request was served an answer that it could not be served');
  }
  books.requests.set(scopeOf(request), { textHash: request.textHash, reservation, collapse });
}

function openReservation(books: Books, id: string): Reservation {
  const reservation = books.reservations.get(id);
  if (reservation === undefined || reservation.end !== undefined) {
    breach('a reservation was ended twice, or never made');
  }
  return reservation;
}

/** What a reservation costs by the way of counting in force. */
function costOf({ counting: { accountant } }: Books, { mechanism: { name, pieces } }: ReserveBody): Loss {
  if (name !== accountant.mechanism) {
    breach('a reservation is of noise that is not counted here');
  }
  return accountant.costOf({
    name,
    pieces: pieces.map(({ nanoEpsilon }) => ({ nanoEpsilon: BigInt(nanoEpsilon) })),
  });
}

/** Sets an amount aside on meters, no component above its cap. */
function setAside(books: Books, { meters, loss }: Pick<Reservation, 'meters' | 'loss'>): void {
  for (const id of meters) {
    const meter = meterOf(books, id);
    if (!isLossWithin(addLosses(spentOf(meter), loss), capOf(books, meter))) {
      breach('a reservation exceeds a cap');
    }
    books.meters.set(id, { ...meter, reserved: addLosses(meter.reserved, loss) });
  }
}

/** Takes the reservation off its meters, and lets `then` put it elsewhere. */
function settle(books: Books, { meters, loss, charges }: Reservation, then: (meter: Meter) => Meter): void {
  const amount = multiplyLoss(loss, charges);
  for (const id of meters) {
    const meter = meterOf(books, id);
    if (!isLossWithin(amount, meter.reserved)) {
      breach('a meter has less reserved than its reservations');
    }
    books.meters.set(id, then({ ...meter, reserved: remainingLoss(meter.reserved, amount) }));
  }
}
