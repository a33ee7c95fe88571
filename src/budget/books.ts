import { SfumatoError } from '../base/index.ts';
import type { Collapse } from '../contract/index.ts';
import type { RecordReference } from '../journal/index.ts';
import type { CommitBody, RequestRef, ReserveBody } from './kinds.ts';
import type { MeterId } from './meter-id.ts';

/** One meter, in nano-ε. */
export interface Meter {
  /** The sum of its grants. */
  readonly cap: bigint;
  readonly reserved: bigint;
  readonly committed: bigint;
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
  readonly nanoEpsilon: bigint;
  readonly mechanism: ReserveBody['mechanism'];
  readonly snapshot: string;
  /** The round of masking that it is for. */
  readonly round?: ReserveBody['round'];
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

/** All that the journal says about budgets and answers. */
export interface Books {
  readonly meters: Map<MeterId, Meter>;
  readonly reservations: Map<string, Reservation>;
  readonly requests: Map<string, KnownRequest>;
  /** What was written off, in nano-ε: part of what is committed, and of no reservation. */
  readonly writtenOff: Map<MeterId, bigint>;
  /** Actions of people that gave a grant. */
  readonly granted: Set<string>;
  /** Rounds of masking that were charged: each is for one reservation. */
  readonly rounds: Set<string>;
  /** Reservations with a released answer, by question, oldest first. */
  readonly answers: Map<string, string[]>;
}

/** Books before the first record. */
export function emptyBooks(): Books {
  return Object.freeze({
    meters: new Map(),
    reservations: new Map(),
    requests: new Map(),
    writtenOff: new Map(),
    granted: new Set<string>(),
    rounds: new Set<string>(),
    answers: new Map(),
  });
}

/** Request ids are scoped to the analyst's key and the project, and attempts at a total to the request. */
export function scopeOf({ key, project, id, attempt }: RequestRef): string {
  return `${key} ${project} ${id}${attempt === undefined ? '' : ` ${attempt}`}`;
}

/** The meter `id`, empty before its first grant. */
export function meterOf(books: Books, id: MeterId): Meter {
  return books.meters.get(id) ?? { cap: 0n, reserved: 0n, committed: 0n };
}

/** What is spent: set aside or used up. */
export function spentOf({ reserved, committed }: Meter): bigint {
  return reserved + committed;
}

/** What is left to spend; 0 when the cap was lowered below what is spent. */
export function leftOf(meter: Meter): bigint {
  const left = meter.cap - spentOf(meter);
  return left > 0n ? left : 0n;
}

/** Stops serving: the records contradict each other. @throws SfumatoError `invariant-broken`. */
export function breach(what: string): never {
  throw new SfumatoError('invariant-broken', `The budget is not sound: ${what}; run the audit before starting again.`);
}
