import {
  assert,
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
  /** What checkpoints are verified with: the key in use. */
  readonly key: NoteKey;
  /** Every key that this log has signed with. */
  readonly keys: readonly NoteKey[];
  /** The signed checkpoint of all durable records, as a note; `extensions` are further lines of it. */
  checkpoint(extensions?: readonly string[]): string;
  /** A C2SP tlog-proof of a durable record, with a checkpoint of this moment. */
  prove(seq: number): string;
  /** Signs another statement of the site, as a note: its first line says what it is, so that it is never taken for a checkpoint. */
  attest(text: string): string;
}

/** What a notary works with. */
export interface NotaryParts {
  readonly site: string;
  /** Ed25519, 32 bytes each, the one in use first: all that sign now. Asked each time, because keys are rotated in service. */
  readonly secretKeys: () => readonly Uint8Array[];
  /** Keys that signed before, whether or not they still do. */
  readonly formerKeys?: () => readonly NoteKey[];
  readonly tree: RecordTree;
  readonly journal: Pick<Journal, 'durableRecords'>;
}

/**
 * The notary of an open journal. It only ever signs durable records, so no two of its checkpoints contradict each other
 * whenever the process dies.
 */
export function createNotary({ site, secretKeys, formerKeys = () => [], tree, journal }: NotaryParts): Notary {
  const name = logOrigin(site);
  const signers = (): readonly NoteSigner[] => secretKeys().map((secretKey) => ({ name, secretKey }));
  const keyInUse = (): NoteKey => {
    const [secretKey] = secretKeys();
    assert(secretKey !== undefined, 'a log has a key');
    return noteKeyOf(name, 'log', secretKey);
  };
  let last: { readonly size: number; readonly note: string } | undefined;
  const plainCheckpoint = (): string => {
    const size = journal.durableRecords;
    if (last?.size !== size) {
      last = { size, note: signedCheckpoint(signers(), tree, { name, size, extensions: [] }) };
    }
    return last.note;
  };
  return Object.freeze({
    get key() {
      return keyInUse();
    },
    get keys() {
      return [keyInUse(), ...formerKeys()];
    },
    checkpoint(extensions = []) {
      const size = journal.durableRecords;
      return extensions.length === 0
        ? plainCheckpoint()
        : signedCheckpoint(signers(), tree, { name, size, extensions });
    },
    prove(seq) {
      const hashes = tree.inclusion(seq, journal.durableRecords);
      return formatLogProof({ index: seq, hashes, checkpoint: plainCheckpoint() });
    },
    attest(text) {
      assert(!text.startsWith(name), 'a checkpoint is made of the log alone');
      return formatNote({ text, signatures: signers().map((signer) => signNote(text, signer)) });
    },
  } satisfies Notary);
}

interface Wanted {
  readonly name: string;
  readonly size: number;
  readonly extensions: readonly string[];
}

function signedCheckpoint(signers: readonly NoteSigner[], tree: RecordTree, wanted: Wanted): string {
  const { name, size, extensions } = wanted;
  const text = formatCheckpoint({ origin: name, size, root: tree.root(size), extensions });
  return formatNote({ text, signatures: signers.map((signer) => signNote(text, signer)) });
}
