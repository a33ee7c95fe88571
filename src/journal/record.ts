import { z } from 'zod';
import { bytesToHex, canonicalJson, type Json, toUtf8, utf8ToBytes } from '../base/index.ts';
import { parseCanonical } from './canonical-text.ts';

const Id = z.string().regex(/^[0-9a-f]{32}$/);
const Moment = z.int().nonnegative();

const Name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);

/** What stands in a frame, whatever its kind. The salt keeps a record's hash from telling what is in it. */
export const RecordBody = z.strictObject({
  salt: Id,
  seq: z.int().nonnegative(),
  epoch: Id,
  wallMs: Moment,
  highWaterMs: Moment,
  kind: Name,
  actor: z.string().min(1).max(200),
  keyId: z.string().max(200).nullable(),
  reason: z.string().max(2_000).nullable(),
  // Checked by the schema of its kind.
  body: z.custom<Json>((value) => value !== undefined),
});
export type RecordBody = z.infer<typeof RecordBody>;

/** Where a record stands: a frame of `bytes` bytes from `offset` on, in a segment. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
  readonly bytes: number;
}

/** One record of the journal. */
export interface JournalRecord {
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
  readonly body: Json;
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
  const parsed = RecordBody.safeParse(parseCanonical(toUtf8(bytes) ?? ''));
  return parsed.success ? parsed.data : undefined;
}

/** A record from its body and its place. */
export function recordOf(from: RecordBody, chain: Uint8Array, position: Position): JournalRecord {
  const { seq, epoch, wallMs, highWaterMs, kind, actor, keyId, reason, body } = from;
  const recordHash = bytesToHex(chain);
  return Object.freeze({ seq, epoch, wallMs, highWaterMs, kind, actor, keyId, reason, body, recordHash, position });
}
