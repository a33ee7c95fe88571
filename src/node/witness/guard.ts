import type { MeterId } from '../../budget/index.ts';
import type { RecoveryBody, SignedAction } from '../../contract/index.ts';
import type { Loss } from '../../privacy/index.ts';

/** What is to be spent. */
export interface Spending {
  readonly meters: readonly MeterId[];
  readonly loss: Loss;
}

/** How a site stands to its witnesses, for people. */
export interface WitnessState {
  /** `none`: no witness is configured. `halted`: only a recovery signed by two people lets the site answer again. */
  readonly state: 'none' | 'waiting' | 'witnessed' | 'halted';
  readonly sentence: string;
  /** What a recovery has to say, where one is needed. */
  readonly recovery?: RecoveryBody;
  /** Of a witnessed site: the last time a witness was asked it didn't co-sign; only what the lease covers is answered. */
  readonly lacksWitness?: true;
  /** The site has ended, and its lease is open all the same. */
  readonly leaseOpen?: true;
}

/** Keeps a copy of a site from spending again what the site has spent: nothing is released but under a co-signed lease. */
export interface Guard {
  state(): WitnessState;
  /** Begins to ask the witnesses: for a process that answers. */
  start(): void;
  /** @throws SfumatoError `not-witnessed` or `rolled-back`: then nothing may be answered. */
  assertServing(): void;
  /** Whether the lease in force covers the spending, on top of what is spent: looked at in the step that charges. */
  covers(spending: Spending): boolean;
  /** Asks for the next lease until it covers the spending; `false` when that wasn't so before `stop`. */
  extend(spending: Spending, stop: AbortSignal): Promise<boolean>;
  /** Whether an interrupted request has to be charged again: what it set aside may have been spent by another copy. */
  readonly chargesAgain: boolean;
  /** Has the witnesses co-sign the log as it is, under the keys in use. @throws SfumatoError `not-witnessed` when they don't. */
  renew(): Promise<void>;
  /** Where the site is halted, asks again what its witness keeps: a recovery that is signed now has to name that. */
  look(): Promise<void>;
  /** Looks, and whether a recovery is of what the witness keeps: before anything of it is on record. @throws SfumatoError `wrong-use`. */
  assertRecovers(body: RecoveryBody): Promise<void>;
  /** Goes on after the log lost what witnesses saw; the signatures were checked. */
  recover(signed: SignedAction, body: RecoveryBody): Promise<void>;
  /** Closes the lease, so that nothing of it is booked at the next start. */
  close(): Promise<void>;
}

const UNGUARDED_SENTENCE = 'No witness is configured: a restored or cloned journal would not be noticed.';

/** Where no witness is configured. */
export const unguarded: Guard = Object.freeze({
  state: () => ({ state: 'none', sentence: UNGUARDED_SENTENCE }) as const,
  start: () => undefined,
  assertServing: () => undefined,
  covers: () => true,
  extend: async () => true,
  chargesAgain: false,
  renew: async () => undefined,
  look: async () => undefined,
  assertRecovers: async () => undefined,
  recover: async () => undefined,
  close: async () => undefined,
} satisfies Guard);
