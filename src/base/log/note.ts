import { concatBytes, equalBytes, fromBase64, toBase64, utf8ToBytes } from '../bytes.ts';
import { verifySignature } from '../signature.ts';
import { type NoteKey, noteKeyId, noteKeyOf, noteSignerOf } from './note-key.ts';

/** A signed text (C2SP signed-note): its lines, and who signed them. */
export interface Note {
  /** Ends in a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** One signature line. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** Who signs notes: an Ed25519 secret key (32 bytes) under a name. */
export interface NoteSigner {
  readonly name: string;
  readonly secretKey: Uint8Array;
}

const SIGNATURE_LINE = /^— ([^+\s]+) (\S+)$/u;
const KEY_ID_BYTES = 4;
/** More signatures than anything of ours has (C2SP signed-note allows a limit). */
const SIGNATURES_MAX = 64;

/** A note as text: the signed text, an empty line, one line a signature. */
export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${toBase64(concatBytes(keyId, signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** Reads a note; `undefined` unless `formatNote` would write exactly this, with at least one signature. */
export function parseNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split('\n');
  if (end < 1 || lines.pop() !== '' || lines.length === 0 || lines.length > SIGNATURES_MAX || !note.isWellFormed()) {
    return undefined;
  }
  const signatures = lines.flatMap((line) => signatureOf(line) ?? []);
  return signatures.length === lines.length ? { text, signatures } : undefined;
}

/** Signs a text, which ends in a line feed, as a log does: Ed25519 over its bytes. */
export function signNote(text: string, { name, secretKey }: NoteSigner): NoteSignature {
  const keyId = noteKeyId(noteKeyOf(name, 'log', secretKey));
  return { name, keyId, signature: noteSignerOf(secretKey)(utf8ToBytes(text)) };
}

/** Whether a note bears a signature of a log's key, and no wrong one under the key's name and id. */
export function isSignedBy(note: Note, key: NoteKey): boolean {
  const own = signaturesUnder(note, key);
  return (
    key.role === 'log' &&
    own.length > 0 &&
    own.every(({ signature }) => verifySignature(signature, utf8ToBytes(note.text), key.publicKey))
  );
}

/** The signatures that name a key; whether they fit is another matter. */
export function signaturesUnder({ signatures }: Note, key: NoteKey): readonly NoteSignature[] {
  const id = noteKeyId(key);
  return signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, id));
}

function signatureOf(line: string): NoteSignature | undefined {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = fromBase64(encoded ?? '');
  if (name === undefined || bytes === undefined || bytes.length <= KEY_ID_BYTES) {
    return undefined;
  }
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}
