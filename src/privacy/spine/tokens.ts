import { assert, LIMITS, vault } from '../../base/index.ts';
import { addTo, toRing } from '../masking/ring.ts';

declare const mechanism: unique symbol;
declare const exact: unique symbol;
declare const noise: unique symbol;
declare const charge: unique symbol;
declare const released: unique symbol;
declare const disguise: unique symbol;
declare const masked: unique symbol;

/** Names one request, invariantly: a token of another request fits neither where a wider nor a narrower one is wanted. */
type OfRequest<R> = (request: R) => R;

/** The one mechanism of one request: what is added to it and what it costs. Holds nothing of patients. */
export interface Mechanism<R> {
  readonly [mechanism]: OfRequest<R>;
}
/** Integers computed from patients, one per cell. Only the release gate can read them. */
export interface Exact<R, T> {
  readonly [exact]: { readonly request: OfRequest<R>; readonly value: () => T };
}
/** Noise drawn for one request and used once. */
export interface Noise<R> {
  readonly [noise]: OfRequest<R>;
}
/** Proof that the cost of one request is durable in the journal; used once. */
export interface Charge<R> {
  readonly [charge]: OfRequest<R>;
}
/** Noisy integers that passed the gate and are not committed yet. */
export interface Released<R> {
  readonly [released]: OfRequest<R>;
}
/** A site's share of the noise and its masks for one round, drawn for one request and used once. */
export interface Disguise<R> {
  readonly [disguise]: OfRequest<R>;
}
/** A masked vector that passed the gate and is not committed yet: the third kind of value, which says nothing by itself. */
export interface Masked<R> {
  readonly [masked]: OfRequest<R>;
}

/** One signed integer per cell, in the order of the plan's cells. */
export type Counts = readonly bigint[];

/** A vector of integers that get noise of one scale, with its own share of the cost. */
export interface PieceFacts {
  /** How many integers get noise of their own; at least 1. */
  readonly length: number;
  /** L1 distance that one patient can make over all of them, in grid units; at least 1. */
  readonly sensitivity: bigint;
  /** The square of the L2 distance that one patient can make, in squared grid units; at least 1. */
  readonly sensitivitySquared: bigint;
  /** Its share of what the request costs, in nano-ε; at least 1. */
  readonly nanoEpsilon: bigint;
}

/** Public facts of a mechanism that adds noise of one kind to integers: its pieces stand one after another in every vector. */
export interface MechanismFacts {
  readonly name: 'discrete-laplace' | 'discrete-gaussian';
  readonly pieces: readonly PieceFacts[];
}

/** The ε that a request asks for, in nano-ε: the sum of its pieces' shares. What it costs is the accountant's to say. */
export function costOf({ pieces }: MechanismFacts): bigint {
  return pieces.reduce((sum, { nanoEpsilon }) => sum + nanoEpsilon, 0n);
}

/** How many integers all pieces have together. */
export function lengthOf({ pieces }: MechanismFacts): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

interface Numbers {
  readonly of: object;
  readonly values: Counts;
}

/** What covers a vector in one round. */
export interface Cover {
  /** SHA-256, hex, of all that the sites of the round agree on. */
  readonly round: string;
  /** One share of the noise for each integer. */
  readonly shares: Counts;
  /** The sum of the masks for each integer, modulo 2⁶⁴. */
  readonly masks: BigUint64Array;
  /** How many vectors are added up in the round. */
  readonly count: number;
}

/** A masked vector, modulo 2⁶⁴, and its round. */
export interface MaskedNumbers {
  readonly round: string;
  readonly vector: BigUint64Array;
}

const mechanisms = vault<MechanismFacts>('mechanism');
const exacts = vault<Numbers>('exact value');
const noises = vault<Numbers>('noise');
const charges = vault<{ readonly of: object }>('charge');
const releases = vault<Numbers>('release');
const disguises = vault<Cover & { readonly of: object }>('disguise');
const maskeds = vault<MaskedNumbers & { readonly of: object }>('masked vector');

// The only casts from an empty token to its type. Everything below is reached through the doors of `privacy/`.

/**
 * Makes the mechanism of a new request.
 * @throws AssertionFailure without pieces, for a piece without length, for a sensitivity or share below 1, or for more than
 *   `LIMITS.cellsMax` integers in all.
 */
export function makeMechanism<R>({ name, pieces }: MechanismFacts): Mechanism<R> {
  const facts = Object.freeze({ name, pieces: Object.freeze(pieces.map((piece) => Object.freeze({ ...piece }))) });
  assert(facts.pieces.length >= 1, 'a mechanism has at least one piece');
  for (const { length, sensitivity, sensitivitySquared, nanoEpsilon } of facts.pieces) {
    assert(sensitivity >= 1n && sensitivitySquared >= 1n, 'the sensitivity of a mechanism is at least 1');
    assert(sensitivitySquared <= sensitivity * sensitivity, 'no L2 distance is above the L1 distance');
    assert(nanoEpsilon >= 1n, 'a mechanism costs at least one nano-ε');
    assert(Number.isInteger(length) && length >= 1, 'a mechanism has at least one cell');
  }
  assert(lengthOf(facts) <= LIMITS.cellsMax, 'a mechanism has no more cells than a request may');
  return mechanisms.put(facts) as Mechanism<R>;
}

/** The public facts of a mechanism. */
export function factsOf<R>(of: Mechanism<R>): MechanismFacts {
  return mechanisms.look(of);
}

/** Seals what a query computed. @throws AssertionFailure when there is not one bigint per cell. */
export function sealExact<R>(of: Mechanism<R>, values: Counts): Exact<R, Counts> {
  assert(values.length === lengthOf(factsOf(of)), 'an exact value has one integer per cell');
  // Checked before a charge is used up on it: at the gate, a number of another kind could only fail.
  assert(
    values.every((value) => typeof value === 'bigint'),
    'an exact value is made of integers',
  );
  return exacts.put({ of, values: Object.freeze([...values]) }) as Exact<R, Counts>;
}

/** Wraps drawn noise. @throws AssertionFailure when there is not one integer per cell. */
export function wrapNoise<R>(of: Mechanism<R>, values: Counts): Noise<R> {
  assert(values.length === lengthOf(factsOf(of)), 'noise has one integer per cell');
  return noises.put({ of, values: Object.freeze([...values]) }) as Noise<R>;
}

/** Makes the charge of a request; for `budget/`, once its reservation is durable. */
export function mintCharge<R>(of: Mechanism<R>): Charge<R> {
  factsOf(of);
  return charges.put({ of }) as Charge<R>;
}

/** Checks, without using it up, that a charge is live and of this request. @throws AssertionFailure otherwise. */
export function assertCharged<R>(charge: Charge<R>, of: Mechanism<R>): void {
  assert(charges.look(charge).of === of, 'a plan runs under its own charge');
}

/** What a request brings to the gate. */
export interface ReleaseInput<R> {
  readonly exact: Exact<R, Counts>;
  readonly charge: Charge<R>;
  readonly noise: Noise<R>;
}

/**
 * The release gate: with `mask`, the only function that opens an `Exact`. Adds the noise, cell by cell, and uses up all three tokens.
 * @throws AssertionFailure when the three don't belong to one request or one was used before.
 */
export function release<R>(input: ReleaseInput<R>): Released<R> {
  const paid = charges.take(input.charge);
  const truth = exacts.take(input.exact);
  const drawn = noises.take(input.noise);
  assert(truth.of === paid.of && drawn.of === paid.of, 'value, charge and noise belong to one request');
  const values = truth.values.map((value, cell) => value + noiseAt(drawn.values, cell));
  return releases.put({ of: paid.of, values: Object.freeze(values) }) as Released<R>;
}

/** Wraps what was drawn for a round. @throws AssertionFailure when there is not one share and one mask per cell. */
export function wrapDisguise<R>(of: Mechanism<R>, cover: Cover): Disguise<R> {
  const length = lengthOf(factsOf(of));
  assert(cover.shares.length === length && cover.masks.length === length, 'a disguise covers every cell');
  return disguises.put({ ...cover, of }) as Disguise<R>;
}

/** What a request for a total brings to the gate. */
export interface MaskInput<R> {
  readonly exact: Exact<R, Counts>;
  readonly charge: Charge<R>;
  readonly disguise: Disguise<R>;
}

/**
 * The release gate's other way, for totals: adds the site's share of the noise and its masks, cell by cell modulo 2⁶⁴, and uses up
 * all three tokens. @throws AssertionFailure as `release` does, or when the total could wrap.
 */
export function mask<R>(input: MaskInput<R>): Masked<R> {
  const paid = charges.take(input.charge);
  const truth = exacts.take(input.exact);
  const { of, round, shares, masks, count } = disguises.take(input.disguise);
  assert(truth.of === paid.of && of === paid.of, 'value, charge and disguise belong to one request');
  const noisy = truth.values.map((value, cell) => value + noiseAt(shares, cell));
  const most = TOTAL_MAX / BigInt(count);
  assert(
    noisy.every((value) => -most <= value && value <= most),
    'a total lies within 64 bits',
  );
  const vector = toRing(noisy);
  addTo(vector, masks, 1);
  return maskeds.put({ of, round, vector }) as Masked<R>;
}

/** Twice what a plan allows for, so that noise has room too; a total within it doesn't wrap. */
const TOTAL_MAX = 2n ** (LIMITS.totalBits + 1n);

function noiseAt(values: Counts, cell: number): bigint {
  const value = values[cell];
  assert(value !== undefined, 'every cell has noise');
  return value;
}

/** Opens a release for its commit, once. @throws AssertionFailure when it is of another request or was opened before. */
export function openReleased<R>(from: Released<R>, of: Mechanism<R>): Counts {
  const opened = releases.take(from);
  assert(opened.of === of, 'a release is committed under its own request');
  return opened.values;
}

/** Opens a masked vector for its commit, once. @throws AssertionFailure when it is of another request or was opened before. */
export function openMasked<R>(from: Masked<R>, of: Mechanism<R>): MaskedNumbers {
  const { of: own, round, vector } = maskeds.take(from);
  assert(own === of, 'a masked vector is committed under its own request');
  return { round, vector };
}
