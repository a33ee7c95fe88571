import { assert } from '../base/index.ts';
import type { Receipt } from '../contract/index.ts';
import type { Journal, RecordReference } from '../journal/index.ts';
import type { AnswerContent } from './answer.ts';
import type { Books } from './books.ts';
import type { Flight, Flights } from './flights.ts';
import type { SealKeys } from './sealing.ts';

/** Named steps at which a test may end the process; in service nothing happens there. */
export type FaultPoint = 'reserving' | 'reserved' | 'released' | 'committed';

/** A charge that is out: the reservation behind it, and whether its run has started. */
export interface Held {
  readonly reservation: string;
  readonly mechanism: object;
  readonly flight: Flight;
  readonly started: boolean;
}

/** What the verbs of a budget work on. */
export interface Desk {
  readonly site: string;
  readonly books: Books;
  readonly flights: Flights;
  readonly seals: SealKeys;
  readonly charges: WeakMap<object, Held>;
  /** Refusals of this process by what was refused and why: a copy of a request is refused again without a record. */
  readonly refusals: Map<string, AnswerContent>;
  readonly fault: (point: FaultPoint) => void;
  /** A fresh 128-bit id, 32 hex digits. */
  readonly freshId: () => string;
  /** The journal in use. @throws SfumatoError why it stopped, if it has: then nothing is answered. */
  readonly journal: () => Journal;
  /** Shows that a durable record is in the log, as of now. */
  readonly receipt: (
    record: Pick<RecordReference, 'seq' | 'recordHash'>,
    of: Pick<Receipt, 'kind' | 'opening'>,
  ) => Receipt;
}

/** Who acts, for the record. */
export interface Actor {
  readonly actor: string;
  readonly keyId?: string | null;
}

/** What a charge stands for. @throws AssertionFailure when this budget didn't make it, or it was used up. */
export function heldBy(desk: Desk, charge: object): Held {
  const held = desk.charges.get(charge);
  assert(held !== undefined, 'this is not a live charge of this budget');
  return held;
}

/** Who acts, as an entry has it. */
export function actorOf({ actor, keyId = null }: Actor): { readonly actor: string; readonly keyId: string | null } {
  return { actor, keyId };
}
