import {
  formatCheckpoint,
  formatLogProof,
  formatNote,
  logOrigin,
  type NoteKey,
  type NoteSigner,
  noteKeyOf,
  signNote,
} from '../base/index.ts';
import type { Journal } from './journal.ts';
import type { RecordTree } from './record-tree.ts';

/** Signs what a journal is: checkpoints over its durable records, and proofs that a record is among them. */
export interface Notary {
  /** What checkpoints are verified with. */
  readonly key: NoteKey;
  /** The signed checkpoint of all durable records, as a note; `extensions` are further lines of it. */
  checkpoint(extensions?: readonly string[]): string;
  /** A C2SP tlog-proof of a durable record, with a checkpoint of this moment. */
  prove(seq: number): string;
}

/** What a notary works with. */
export interface NotaryParts {
  readonly site: string;
  /** Ed25519, 32 bytes. */
  readonly secretKey: Uint8Array;
  readonly tree: RecordTree;
  readonly journal: Pick<Journal, 'durableRecords'>;
}

/**
 * The notary of an open journal. It only ever signs durable records, so no two of its checkpoints contradict each other
 * whenever the process dies.
 */
export function createNotary({ site, secretKey, tree, journal }: NotaryParts): Notary {
  const signer: NoteSigner = { name: logOrigin(site), secretKey };
  let last: { readonly size: number; readonly note: string } | undefined;
  const plainCheckpoint = (): string => {
    const size = journal.durableRecords;
    if (last?.size !== size) {
      last = { size, note: signedCheckpoint(signer, tree, { size, extensions: [] }) };
    }
    return last.note;
  };
  return Object.freeze({
    key: noteKeyOf(signer.name, 'log', secretKey),
    checkpoint(extensions = []) {
      const size = journal.durableRecords;
      return extensions.length === 0 ? plainCheckpoint() : signedCheckpoint(signer, tree, { size, extensions });
    },
    prove(seq) {
      const hashes = tree.inclusion(seq, journal.durableRecords);
      return formatLogProof({ index: seq, hashes, checkpoint: plainCheckpoint() });
    },
  } satisfies Notary);
}

interface Wanted {
  readonly size: number;
  readonly extensions: readonly string[];
}

function signedCheckpoint(signer: NoteSigner, tree: RecordTree, { size, extensions }: Wanted): string {
  const text = formatCheckpoint({ origin: signer.name, size, root: tree.root(size), extensions });
  return formatNote({ text, signatures: [signNote(text, signer)] });
}
