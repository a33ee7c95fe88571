import { bytesToHex, concatBytes, fromBase64, toBase64, utf8ToBytes } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { remembered } from '../remembered.ts';
import { publicKeyOf, type Signer, signerOf } from '../signature.ts';

const PUBLIC_BYTES = 32;

/** What a key's signatures are: plain Ed25519 ones of a log, or timestamped ones of a witness (C2SP tlog-cosignature). */
const ALGORITHMS = { log: 1, witness: 4 } as const;

/** A public key under a name, as C2SP signed-note has it. */
export interface NoteKey {
  readonly name: string;
  readonly role: keyof typeof ALGORITHMS;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Uint8Array;
}

const publicHalfOf = remembered(publicKeyOf);

/** The signer of a secret key (32 bytes) that signs note after note: the key is read once. */
export const noteSignerOf: (secretKey: Uint8Array) => Signer = remembered(signerOf);

/** The public half of a secret key (32 bytes) under a name. */
export function noteKeyOf(name: string, role: NoteKey['role'], secretKey: Uint8Array): NoteKey {
  return { name, role, publicKey: publicHalfOf(secretKey) };
}

/** The first 4 bytes of SHA-256(name ‖ line feed ‖ algorithm ‖ public key), as signature lines carry it. */
export function noteKeyId(key: NoteKey): Uint8Array {
  return sha256(utf8ToBytes(`${key.name}\n`), material(key)).slice(0, 4);
}

/** A verifier key as text: `<name>+<key id>+<base64>` (C2SP signed-note, “vkey”). */
export function formatNoteKey(key: NoteKey): string {
  return `${key.name}+${bytesToHex(noteKeyId(key))}+${toBase64(material(key))}`;
}

/** Reads a verifier key; `undefined` unless `formatNoteKey` would write exactly this. */
export function parseNoteKey(text: string): NoteKey | undefined {
  const [, name, encoded] = /^([^+\s]+)\+[0-9a-f]{8}\+(.+)$/u.exec(text) ?? [];
  const bytes = fromBase64(encoded ?? '');
  const role = bytes?.[0] === ALGORITHMS.log ? 'log' : bytes?.[0] === ALGORITHMS.witness ? 'witness' : undefined;
  if (name === undefined || bytes?.length !== 1 + PUBLIC_BYTES || role === undefined) {
    return undefined;
  }
  const key: NoteKey = { name, role, publicKey: bytes.slice(1) };
  return formatNoteKey(key) === text ? key : undefined;
}

function material({ role, publicKey }: NoteKey): Uint8Array {
  return concatBytes(Uint8Array.of(ALGORITHMS[role]), publicKey);
}
