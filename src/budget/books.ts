import { SfumatoError } from '../base/index.ts';
import type { Collapse } from '../contract/index.ts';
import type { RecordReference } from '../journal/index.ts';
import { type Accountant, addLosses, formatRho, type Loss, PURE, remainingLoss } from '../privacy/index.ts';
import type { CommitBody, ReserveBody } from './kinds.ts';
import type { MeterId } from './meter-id.ts';

/** One meter. */
export interface Meter {
  /** The sum of its grants, in nano-ε; what it lets spend is the accountant's to say. */
  readonly grantedNano: bigint;
  readonly reserved: Loss;
  readonly committed: Loss;
}

/** The answer that ended a reservation; its text stays in the journal. */
export interface Commit {
  readonly state: CommitBody['state'];
  readonly digest: string;
  readonly sealedUnder: string;
  readonly reference: RecordReference;
}

/** One reservation, in whatever state. */
export interface Reservation {
  readonly id: string;
  /** Whose it is: see `scopeOf`. */
  readonly scope: string;
  readonly question: string;
  readonly meters: readonly MeterId[];
  /** The ε that was signed, in nano-ε. */
  readonly nanoEpsilon: bigint;
  /** What each of its charges costs on every one of its meters. */
  readonly loss: Loss;
  readonly mechanism: ReserveBody['mechanism'];
  readonly snapshot: string;
  /** The round of masking that it is for. */
  readonly round?: ReserveBody['round'];
  /** When it was admitted, in milliseconds since 1970-01-01 UTC. */
  readonly admittedMs: number;
  /** The record that charged it last. */
  readonly chargedAt: number;
  /** The incarnation of the process that may commit it: the one that reserved or last resumed it. */
  readonly epoch: string;
  /** How often it was resumed. */
  readonly attempts: number;
  /** How often it was charged: once, and once more for every resumption that was. */
  readonly charges: bigint;
  readonly end: Commit | 'voided' | undefined;
}

/** What a request id stands for. */
export interface KnownRequest {
  readonly textHash: string;
  /** The reservation whose answer is its answer: its own, or the one it was served from. */
  readonly reservation: string;
  /** How that answer is to be added up to be its answer, if it is. */
  readonly collapse?: Collapse | undefined;
}

/** What was written off by one record. */
export interface WriteOff {
  readonly seq: number;
  /** The incarnation whose lease it was, where the record says so. */
  readonly lease: string | undefined;
  readonly amounts: ReadonlyMap<MeterId, Loss>;
}

/** All that the journal says about budgets and answers. */
export interface Books {
  /** How losses are counted: declared once, before anything is granted, or pure ε. */
  readonly counting: { accountant: Accountant };
  readonly meters: Map<MeterId, Meter>;
  readonly reservations: Map<string, Reservation>;
  readonly requests: Map<string, KnownRequest>;
  /** What charges come to by the other way of counting: see `countOtherwise`. */
  readonly otherwise: Map<MeterId, bigint>;
  /** What was written off: part of what is committed, and of no reservation. */
  readonly writtenOff: Map<MeterId, Loss>;
  /** The same, record by record. */
  readonly writeOffs: WriteOff[];
  /** The last record of each incarnation, or the first that wrote off a lease of one that has none here. */
  readonly lastOf: Map<string, number>;
  /** The incarnations that have records here, in their order. */
  readonly epochs: Set<string>;
  /** Actions of people that gave a grant, each with its meter. */
  readonly granted: Set<string>;
  /** Rounds of masking that were charged: each is for one reservation. */
  readonly rounds: Set<string>;
  /** Reservations with a released answer, by question, oldest first. */
  readonly answers: Map<string, string[]>;
}

/** Books before the first record. */
export function emptyBooks(): Books {
  return Object.freeze({
    counting: { accountant: PURE },
    meters: new Map(),
    reservations: new Map(),
    requests: new Map(),
    otherwise: new Map(),
    writtenOff: new Map(),
    writeOffs: [],
    lastOf: new Map(),
    epochs: new Set<string>(),
    granted: new Set<string>(),
    rounds: new Set<string>(),
    answers: new Map(),
  });
}

/** How a grant of an action is remembered: an action may give one to each of several meters. */
export function grantKey(action: string, meter: string): string {
  return `${action} ${meter}`;
}

/** The meter `id`, empty before its first grant. */
export function meterOf({ meters, counting }: Books, id: MeterId): Meter {
  const { none } = counting.accountant;
  return meters.get(id) ?? { grantedNano: 0n, reserved: none, committed: none };
}

/** What is spent: set aside or used up. */
export function spentOf({ reserved, committed }: Meter): Loss {
  return addLosses(reserved, committed);
}

/** What the grants of a meter let it spend in all. */
export function capOf({ counting }: Books, { grantedNano }: Meter): Loss {
  return counting.accountant.capOf(grantedNano);
}

/** What a reservation cost in ρ, as its answer states it; `undefined` where losses are pure ε. */
export function rhoOf({ counting }: Books, { loss }: Reservation): string | undefined {
  return counting.accountant.facts.kind === 'zcdp' ? formatRho(loss[0] ?? 0n) : undefined;
}

/** What is left to spend on a meter; 0 when its cap was lowered below what is spent. */
export function leftOf(books: Books, id: MeterId): Loss {
  const meter = meterOf(books, id);
  return remainingLoss(capOf(books, meter), spentOf(meter));
}

/** Stops serving: the records contradict each other. @throws SfumatoError `invariant-broken`. */
export function breach(what: string): never {
  throw new SfumatoError('invariant-broken', `The budget is not sound: ${what}; run the audit before starting again.`);
}
