import { bytesToHex, canonicalJson, type Json, toUtf8, utf8ToBytes } from '../base/index.ts';
import { parseCanonical } from './canonical-text.ts';

/** What stands in a frame, whatever its kind. The salt keeps a record's hash from telling what is in it. */
export type RecordBody = {
  /** 32 hex digits. */
  readonly salt: string;
  /** Gapless, from 0. */
  readonly seq: number;
  /** The incarnation of the process that wrote it: 32 hex digits. */
  readonly epoch: string;
  /** The clock when it was written, in milliseconds since 1970-01-01 UTC. */
  readonly wallMs: number;
  /** The latest such time of all records so far: never goes back. */
  readonly highWaterMs: number;
  readonly kind: string;
  readonly actor: string;
  readonly keyId: string | null;
  readonly reason: string | null;
  /** Checked by the schema of its kind. */
  readonly body: Json;
};

const MEMBERS = 'actor body epoch highWaterMs keyId kind reason salt seq wallMs';
const ID = /^[0-9a-f]{32}$/;
// Eight who sign together, with the longest names (539 characters).
const ACTOR_MAX = 600;
const KIND = /^[a-z][a-z0-9-]{0,62}$/;

/** Where a record stands: a frame of `bytes` bytes from `offset` on, in a segment. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
  readonly bytes: number;
}

/** One record of the journal. */
export interface JournalRecord extends Omit<RecordBody, 'salt'> {
  /** The chain after it: 64 hex digits. */
  readonly recordHash: string;
  readonly position: Position;
}

/** The bytes of a body. */
export function encodeBody(body: RecordBody): Uint8Array {
  return utf8ToBytes(canonicalJson(body));
}

/** Reads the bytes of a body; `undefined` unless `encodeBody` would write exactly these. */
export function decodeBody(bytes: Uint8Array): RecordBody | undefined {
  const value = parseCanonical(toUtf8(bytes) ?? '');
  return isRecordBody(value) ? value : undefined;
}

/** By hand, because every record of a journal passes here at every start, and a schema takes twice as long. */
function isRecordBody(value: Json | undefined): value is RecordBody {
  return isObject(value) && Object.keys(value).join(' ') === MEMBERS && hasForm(value);
}

type Members = { readonly [key: string]: Json | undefined };

/** Whether its members, none of which is missing, are of a form that will be read again. */
export function hasForm({ actor, body, epoch, highWaterMs, keyId, kind, reason, salt, seq, wallMs }: Members): boolean {
  return (
    isLike(salt, ID) &&
    isLike(epoch, ID) &&
    isLike(kind, KIND) &&
    [seq, wallMs, highWaterMs].every((count) => Number.isSafeInteger(count) && Number(count) >= 0) &&
    isText(actor, ACTOR_MAX) &&
    actor !== '' &&
    (keyId === null || isText(keyId, 200)) &&
    (reason === null || isText(reason, 2_000)) &&
    body !== undefined
  );
}

function isObject(value: Json | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLike(value: Json | undefined, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isText(value: Json | undefined, lengthMax: number): boolean {
  return typeof value === 'string' && value.length <= lengthMax;
}

/** A record from its body and its place. */
export function recordOf(from: RecordBody, chain: Uint8Array, position: Position): JournalRecord {
  const { seq, epoch, wallMs, highWaterMs, kind, actor, keyId, reason, body } = from;
  const recordHash = bytesToHex(chain);
  return Object.freeze({ seq, epoch, wallMs, highWaterMs, kind, actor, keyId, reason, body, recordHash, position });
}
