import { assert } from '../base/index.ts';
import type { RefusalCode } from '../contract/index.ts';
import { costOf, factsOf, mintCharge } from '../privacy/for-budget.ts';
import { type Charge, isLossWithin, type Loss, type Mechanism } from '../privacy/index.ts';
import { leftOf } from './books.ts';
import { type Actor, actorOf, type Desk, heldBy } from './desk.ts';
import type { Flight } from './flights.ts';
import { mechanismBody, type RequestRef, type ReserveBody } from './kinds.ts';
import type { MeterId } from './meter-id.ts';
import { scopeOf } from './scope.ts';
import { bestStored, type Shares, sharesOf } from './stored.ts';

/** What is to be set aside, and for what. The cost is the mechanism's own. */
export interface ReserveInput<R> extends Actor {
  readonly mechanism: Mechanism<R>;
  readonly ref: RequestRef;
  /** SHA-256, hex, of everything that makes two questions the same. */
  readonly question: string;
  /** All are charged, or none. */
  readonly meters: readonly MeterId[];
  readonly snapshot: string;
  readonly policy: string;
  /** For an attempt at a total: its round, once and for all. */
  readonly round?: ReserveBody['round'];
  /** Run in the same step as the charge, so that a freeze can't come between. */
  readonly check?: () => RefusalCode | undefined;
}

/** What became of a wish to reserve or to resume. */
export type Reserved<R> =
  /** Durable: the request may run, once. End it by `commit`, `conclude` or (before it runs) `abandon`. */
  | { readonly state: 'charged'; readonly charge: Charge<R> }
  | { readonly state: 'refused'; readonly code: RefusalCode }
  /** Nothing was charged: the request or its question is under way or answered. After `settled`, recall and look up again. */
  | { readonly state: 'again'; readonly settled: Promise<void> };

/**
 * Charges every meter in one step, without a pause between check and record, and resolves once that is durable.
 * @throws SfumatoError when the journal stopped.
 */
export async function reserve<R>(desk: Desk, input: ReserveInput<R>): Promise<Reserved<R>> {
  const journal = desk.journal();
  const { mechanism, question, meters } = input;
  const facts = factsOf(mechanism);
  const scope = scopeOf(input.ref);
  assert(new Set(meters).size === meters.length && meters.length > 0, 'a request is charged to distinct meters');
  const settled = underWay(desk, { scope, question, shares: sharesOf(facts) });
  if (settled !== undefined) {
    return { state: 'again', settled };
  }
  const code =
    input.check?.() ??
    (affords(desk, meters, desk.books.counting.accountant.costOf(facts)) ? undefined : 'budget-exhausted');
  if (code !== undefined) {
    return { state: 'refused', code };
  }
  desk.fault('reserving');
  const reservation = desk.freshId();
  const { ref: request, snapshot, policy, round } = input;
  const body: ReserveBody = {
    reservation,
    request,
    question,
    snapshot,
    policy,
    nanoEpsilon: costOf(facts).toString(),
    meters: [...meters],
    mechanism: mechanismBody(facts),
    ...(round === undefined ? {} : { round }),
  };
  const flight = desk.flights.begin(scope, question);
  const durable = (): Promise<void> => journal.append({ kind: 'reserve', ...actorOf(input), body }).durable;
  return charged(desk, { mechanism, reservation, flight, durable });
}

/** A charge about to be made durable. */
export interface Charging<R> {
  readonly mechanism: Mechanism<R>;
  readonly reservation: string;
  readonly flight: Flight;
  /** Records it, at once. */
  readonly durable: () => Promise<void>;
}

/** Waits until the record is durable, and only then makes the charge. */
export async function charged<R>(desk: Desk, charging: Charging<R>): Promise<Reserved<R>> {
  const { mechanism, reservation, flight } = charging;
  try {
    await charging.durable();
    desk.fault('reserved');
  } catch (error) {
    flight.end();
    throw error;
  }
  const charge = mintCharge(mechanism);
  desk.charges.set(charge, { reservation, mechanism, flight, started: false });
  return { state: 'charged', charge };
}

/** Says that the run starts now: from here on nothing is given back. */
export function startRun<R>(desk: Desk, charge: Charge<R>): void {
  desk.journal();
  const held = heldBy(desk, charge);
  assert(!held.started, 'a charge runs once');
  desk.charges.set(charge, { ...held, started: true });
}

interface Wish {
  readonly scope: string;
  readonly question: string;
  readonly shares: Shares;
}

/** Resolves when looking again will tell more; `undefined` when nothing stands in the way. */
function underWay(desk: Desk, { scope, question, shares }: Wish): Promise<void> | undefined {
  const flight = desk.flights.ofRequest(scope) ?? desk.flights.ofQuestion(question);
  if (flight !== undefined) {
    return flight.settled;
  }
  const known = desk.books.requests.has(scope) || bestStored(desk, question, shares) !== undefined;
  return known ? Promise.resolve() : undefined;
}

/** Whether every meter can pay a loss, each component of it. */
export function affords({ books }: Desk, meters: readonly MeterId[], loss: Loss): boolean {
  return meters.every((id) => isLossWithin(loss, leftOf(books, id)));
}
