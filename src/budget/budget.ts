import { assert, type Entropy, randomId } from '../base/index.ts';
import type { Receipt } from '../contract/index.ts';
import type { Fold, Journal, RecordReference } from '../journal/index.ts';
import { type Accountant, type Loss, largerLoss, smallerLoss } from '../privacy/index.ts';
import type { Answered, Contributed, Refusal } from './answer.ts';
import type { BudgetBackend, MeterState } from './backend.ts';
import { assertBalanced } from './balance.ts';
import { type Books, capOf, emptyBooks, grantKey, leftOf, meterOf, spentOf } from './books.ts';
import { commit } from './commit.ts';
import { abandon, conclude } from './conclude.ts';
import type { Actor, Desk, FaultPoint } from './desk.ts';
import { noFlights } from './flights.ts';
import { foldOf } from './fold.ts';
import type { RequestRef } from './kinds.ts';
import type { MeterId } from './meter-id.ts';
import { type Interrupted, lookup, recall } from './recall.ts';
import { type CountedCode, type CountInput, countRefusal, type RefuseInput, refuse } from './refuse.ts';
import { reserve, startRun } from './reserve.ts';
import { resume } from './resume.ts';
import { type ContributeInput, contribute, forfeit, type RecalledAttempt, recallAttempt } from './rounds.ts';
import { sealKeys } from './sealing.ts';
import { type Spending, spendingsOf } from './spendings.ts';
import { type Incarnation, spentBy } from './spent-by.ts';
import { type StoredCost, storedCost, type Wanted } from './stored.ts';

/** What a budget is made with. Who only verifies a journal needs neither key nor entropy. */
export interface BudgetParts {
  /** The site's id, as answers state it. */
  readonly site: string;
  readonly entropy?: Entropy;
  /** The keys of stored answers, 32 bytes each: the first seals, all open. Asked each time, because keys are rotated in service. */
  readonly sealKeys?: () => readonly Uint8Array[];
  readonly fault?: (point: FaultPoint) => void;
}

/** The budgets and stored answers of a site: a fold of its journal, and the only maker of charges and answers. */
export interface Budget extends Fold, BudgetBackend {
  /**
   * Goes on with the journal that filled this fold; `prove` gives the C2SP tlog-proof of a durable record for receipts, which
   * are without one when it is absent. Once. @throws SfumatoError `invariant-broken`.
   */
  attach(journal: Journal, prove?: (seq: number) => string): void;
  /** As `recall`, of an attempt at a total. */
  recallAttempt(ref: RequestRef): RecalledAttempt;
  /** The answer that `lookup` would find, if any, by what it cost: a fact about what was asked, not about patients. */
  stored(wanted: Wanted): StoredCost | undefined;
  /** Resolves when the draw that is under way for a question has ended; `undefined` when there is none. */
  running(question: string): Promise<void> | undefined;
  contribute<R>(input: ContributeInput<R>): Promise<Contributed>;
  forfeit(input: Actor & { readonly interrupted: Interrupted }): Promise<Answered>;
  refuse(input: RefuseInput): Promise<Refusal>;
  countRefusal(input: CountInput): Refusal;
  /** How often each code was only counted, since the process started. */
  counted(): Readonly<Record<CountedCode, number>>;
  /** How losses are counted here. */
  accountant(): Accountant;
  /** What each meter was charged by the other way of counting: in atto-ρ, or in nano-ε; shown, not enforced. */
  otherwise(): ReadonlyMap<MeterId, bigint>;
  /** What every request was charged, the oldest first. */
  spendings(): readonly Spending[];
  /** How many stored answers are sealed under each key, by its `sealFingerprint`. */
  sealed(): ReadonlyMap<string, number>;
  /** What is spent on each meter without what other processes spent after the last record of this one: a lease of it says nothing of that. */
  spentBy(process: Incarnation): ReadonlyMap<MeterId, Loss>;
  /** The incarnations that wrote this journal, the latest last. */
  epochs(): readonly string[];
  /** Whether an action of people has given its grant. */
  hasGrant(action: string, meter: string): boolean;
}

/** An empty budget, to be filled by the journal's replay and then attached to it. */
export function createBudget(parts: BudgetParts): Budget {
  const held: Held = {};
  const books = emptyBooks();
  const desk = deskOf(parts, books, held);
  // Spread into the literal, these cost a third of all that a budget costs to make.
  const { kinds, apply, admit, follow } = foldOf(books, () => held.journal !== undefined);
  const counted = { malformed: 0, 'bad-signature': 0, 'unknown-key': 0, unavailable: 0 };
  return Object.freeze({
    kinds,
    apply,
    admit,
    follow,
    attach(journal, prove = () => '') {
      assert(held.journal === undefined, 'a budget is attached to one journal');
      assertBalanced(books);
      held.journal = journal;
      held.prove = prove;
    },
    recall: (ref) => recall(desk, ref),
    recallAttempt: (ref) => recallAttempt(desk, ref),
    lookup: (input) => lookup(desk, input),
    stored: (wanted) => storedCost(desk, wanted),
    running: (question) => desk.flights.ofQuestion(question)?.settled,
    reserve: (input) => reserve(desk, input),
    resume: (input) => resume(desk, input),
    startRun: (charge) => startRun(desk, charge),
    abandon: (input) => abandon(desk, input),
    conclude: (input) => conclude(desk, input),
    commit: (input) => commit(desk, input),
    contribute: (input) => contribute(desk, input),
    forfeit: (input) => forfeit(desk, input),
    refuse: (input) => refuse(desk, input),
    countRefusal(input) {
      counted[input.code] += 1;
      return countRefusal(desk, input);
    },
    counted: () => ({ ...counted }),
    meters: () => [...books.meters.keys()].sort().map((id) => stateOf(books, id)),
    accountant: () => books.counting.accountant,
    otherwise: () => new Map(books.otherwise),
    spendings: () => spendingsOf(books),
    sealed: () => sealedOf(books),
    spentBy: (process) => spentBy(books, process),
    epochs: () => [...books.epochs],
    hasGrant: (action, meter) => books.granted.has(grantKey(action, meter)),
    left: (ids) => smallest(ids.map((id) => leftOf(books, id))),
  } satisfies Budget);
}

/** What a budget goes on with once it is attached. */
interface Held {
  journal?: Journal;
  prove?: (seq: number) => string;
}

function deskOf(parts: BudgetParts, books: Books, held: Readonly<Held>): Desk {
  const { site, entropy, sealKeys: keys = () => [], fault = () => undefined } = parts;
  return Object.freeze({
    site,
    books,
    fault,
    flights: noFlights(),
    seals: sealKeys({ keys, entropy }),
    charges: new WeakMap(),
    refusals: new Map(),
    freshId() {
      assert(entropy !== undefined, 'a budget that charges has entropy');
      return randomId(entropy);
    },
    receipt({ seq, recordHash }: Pick<RecordReference, 'seq' | 'recordHash'>, of: Pick<Receipt, 'kind' | 'opening'>) {
      return { ...of, site, seq, recordHash, proof: held.prove?.(seq) ?? '' };
    },
    journal() {
      assert(held.journal !== undefined, 'a budget is attached to its journal before it is used');
      held.journal.assertServing();
      return held.journal;
    },
  });
}

function sealedOf({ reservations }: Books): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { end } of reservations.values()) {
    if (end !== undefined && end !== 'voided') {
      counts.set(end.sealedUnder, (counts.get(end.sealedUnder) ?? 0) + 1);
    }
  }
  return counts;
}

function stateOf(books: Books, id: MeterId): MeterState {
  const meter = meterOf(books, id);
  const { grantedNano, reserved, committed } = meter;
  const cap = largerLoss(capOf(books, meter), spentOf(meter));
  return Object.freeze({ id, grantedNano, cap, reserved, committed, left: leftOf(books, id) });
}

function smallest(losses: readonly Loss[]): Loss {
  const [first, ...rest] = losses;
  assert(first !== undefined, 'there is at least one meter');
  return rest.reduce(smallerLoss, first);
}
