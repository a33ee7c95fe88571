import { z } from 'zod';
import {
  type Checkpoint,
  cosignatureBy,
  equalBytes,
  formatNoteKey,
  isSignedBy,
  logOrigin,
  type NoteKey,
  parseCheckpoint,
  parseNote,
  parseNoteKey,
  SfumatoError,
} from '../../base/index.ts';
import { RecoveryBody } from '../../contract/index.ts';
import type { Fold, RecordTree } from '../../journal/index.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { KeyHistory } from '../keys/key-history.ts';

const WitnessKey = z.string().refine((text) => parseNoteKey(text)?.role === 'witness', { message: 'a witness key' });

/** A checkpoint that witnesses co-signed, with their keys: the body of a `checkpoint` record. */
const CheckpointRecord = z.strictObject({ note: z.string(), witnesses: z.array(WitnessKey).min(1) });

/** That the site goes on after it lost what witnesses saw; `note` is what they had: the body of a `recovery` record. */
const RecoveryRecord = z.strictObject({ ...RecoveryBody.shape, note: z.string() });

/** The checkpoints of a site that were co-signed. */
export interface Checkpoints extends Fold {
  /** The note of the last one that a witness co-signed with this key: another of its name is another witness. */
  lastBy(witness: NoteKey): string | undefined;
  /** The last co-signed checkpoint, as long as nothing but a recovery lets the site go on without its witnesses. */
  watching(): Watched | undefined;
}

/** A checkpoint, and the keys of the witnesses that co-signed it. */
export type Watched = z.infer<typeof CheckpointRecord>;

/** What checkpoints are checked against. */
export interface CheckpointsParts {
  readonly tree: RecordTree;
  readonly catalog: Pick<Catalog, 'site'>;
  readonly history: Pick<KeyHistory, 'signers'>;
}

/**
 * The fold of co-signed checkpoints. Each is checked where it stands: that its root is that of the records before it, and that
 * the site and every witness named signed it.
 */
export function createCheckpoints({ tree, ...parts }: CheckpointsParts): Checkpoints {
  const last = new Map<string, string>();
  let watched: Watched | undefined;
  return Object.freeze({
    kinds: Object.freeze({ checkpoint: CheckpointRecord, recovery: RecoveryRecord }),
    apply(record) {
      if (record.kind === 'recovery') {
        // Of what a witness saw beyond this log, it says nothing of who watches from now on.
        watched = RecoveryRecord.parse(record.body).note === watched?.note ? undefined : watched;
        return;
      }
      const { note, witnesses } = CheckpointRecord.parse(record.body);
      const checkpoint = checkedNote(note, witnesses, parts);
      if (checkpoint.size > tree.size || !equalBytes(tree.root(checkpoint.size), checkpoint.root)) {
        breach('a checkpoint is not of the records before it');
      }
      for (const key of witnesses) {
        last.set(key, note);
      }
      watched = { note, witnesses };
    },
    lastBy: (witness) => last.get(formatNoteKey(witness)),
    watching: () => watched,
  } satisfies Checkpoints);
}

function checkedNote(
  text: string,
  witnesses: readonly string[],
  { catalog, history }: Omit<CheckpointsParts, 'tree'>,
): Checkpoint {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note?.text ?? '');
  // One that was on its way while the key was rotated bears the former key's signature only.
  const signers = history.signers().flatMap(({ id }) => parseNoteKey(id) ?? []);
  if (note === undefined || checkpoint === undefined || !signers.some((signer) => isSignedBy(note, signer))) {
    breach('a checkpoint does not bear the site’s signature');
  }
  const keys = witnesses.map(parseNoteKey);
  if (keys.some((key) => key === undefined || cosignatureBy(note, key) === undefined)) {
    breach('a checkpoint does not bear the co-signature of a witness');
  }
  if (checkpoint.origin !== logOrigin(catalog.site()?.site ?? '')) {
    breach('a checkpoint is of another log');
  }
  return checkpoint;
}

function breach(what: string): never {
  throw new SfumatoError('invariant-broken', `The log is not sound: ${what}; run the audit before starting again.`);
}
