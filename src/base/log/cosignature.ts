import { assert } from '../assert.ts';
import { concatBytes, utf8ToBytes } from '../bytes.ts';
import { verifySignature } from '../signature.ts';
import { type Note, type NoteSignature, type NoteSigner, signaturesUnder } from './note.ts';
import { type NoteKey, noteKeyId, noteKeyOf, noteSignerOf } from './note-key.ts';

const TIME_BYTES = 8;

/** That a witness saw a checkpoint as the largest consistent one of its log at this time. */
export interface Cosignature {
  /** Seconds since 1970-01-01 UTC. */
  readonly time: number;
}

/** Signs the text of a checkpoint as a witness does (C2SP tlog-cosignature, Ed25519), at `time` seconds. */
export function cosign(text: string, time: number, { name, secretKey }: NoteSigner): NoteSignature {
  assert(Number.isSafeInteger(time) && time >= 0, 'a time is whole seconds since 1970');
  const keyId = noteKeyId(noteKeyOf(name, 'witness', secretKey));
  const stamp = new Uint8Array(TIME_BYTES);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  return { name, keyId, signature: concatBytes(stamp, noteSignerOf(secretKey)(cosigned(text, time))) };
}

/** What a witness said of a checkpoint; `undefined` when it said nothing that verifies. */
export function cosignatureBy(note: Note, key: NoteKey): Cosignature | undefined {
  const [own, ...others] = key.role === 'witness' ? signaturesUnder(note, key) : [];
  if (own === undefined || others.length > 0 || own.signature.length <= TIME_BYTES) {
    return undefined;
  }
  const { buffer, byteOffset } = own.signature;
  const time = Number(new DataView(buffer, byteOffset).getBigUint64(0));
  const message = cosigned(note.text, time);
  return verifySignature(own.signature.slice(TIME_BYTES), message, key.publicKey) ? { time } : undefined;
}

function cosigned(text: string, time: number): Uint8Array {
  return utf8ToBytes(`cosignature/v1\ntime ${time}\n${text}`);
}
