import { z } from 'zod';
import {
  assert,
  type Checkpoint,
  type Clock,
  cosign,
  equalBytes,
  formatNote,
  fromBase64,
  isConsistent,
  isSignedBy,
  type Note,
  type NoteKey,
  type NoteSigner,
  parseCheckpoint,
  parseNote,
} from '../../base/index.ts';
import type { Fold, Journal } from '../../journal/index.ts';
import { createPace } from './pace.ts';
import type { AddInput, AddReply, LatestReply } from './protocol.ts';
import { acceptsRecovery } from './recovery.ts';

/** A log that a witness watches. */
export interface WatchedLog {
  /** What the log's checkpoints are signed with; its name is the log's origin. */
  readonly key: NoteKey;
  /** Keys of the people at the site two of whom must sign a recovery, base64url. */
  readonly recoverers: readonly string[];
}

/** What a witness is made with. */
export interface WitnessParts {
  readonly signer: NoteSigner;
  readonly logs: readonly WatchedLog[];
  readonly clock: Clock;
}

/** A witness: for each log it keeps the last checkpoint that it co-signed, and co-signs only what extends it. */
export interface Witness extends Fold {
  /** Goes on with the journal that filled this fold. Once. */
  attach(journal: Journal): void;
  latest(origin: string): LatestReply;
  add(input: AddInput): Promise<AddReply>;
}

/** A checkpoint that was co-signed: the body of a `witnessed` record. Only the last of a log counts. */
const WitnessedBody = z.strictObject({ origin: z.string(), size: z.int().nonnegative(), note: z.string() });

/** An empty witness, to be filled by the journal's replay. */
export function createWitness({ signer, logs, clock }: WitnessParts): Witness {
  const kept = new Map<string, string>();
  const held: { journal?: Journal } = {};
  const pace = createPace(clock);
  // When what is kept of a log is there to stay.
  const lasting = new Map<string, Promise<unknown>>();
  const watched = new Map(logs.map((log) => [log.key.name, log]));
  return Object.freeze({
    kinds: Object.freeze({ witnessed: WitnessedBody }),
    apply(record) {
      const { origin, note } = WitnessedBody.parse(record.body);
      kept.set(origin, note);
    },
    attach(journal) {
      assert(held.journal === undefined, 'a witness is attached to one journal');
      held.journal = journal;
    },
    latest: (origin) => ({ note: kept.get(origin) ?? null }),
    async add(input) {
      const judged = judge(input, { watched, kept });
      if ('state' in judged) {
        return judged;
      }
      const { note, checkpoint } = judged;
      assert(held.journal !== undefined, 'a witness is attached before it is used');
      const line = cosign(note.text, Math.floor(clock.wallMs() / 1_000), signer);
      const cosigned = formatNote({ text: note.text, signatures: [...note.signatures, line] });
      // What is kept already needs no record, or whoever has seen a checkpoint could fill the disk with it.
      if (parseNote(kept.get(checkpoint.origin) ?? '')?.text === note.text) {
        await lasting.get(checkpoint.origin);
        return { state: 'cosigned', note: cosigned };
      }
      if (!pace.take(checkpoint.origin)) {
        return { state: 'refused', why: 'too-often' };
      }
      const body = { origin: checkpoint.origin, size: checkpoint.size, note: cosigned };
      // Kept from this turn on: two that are handed in at once can't both extend the same one.
      const { durable } = held.journal.append({ kind: 'witnessed', actor: checkpoint.origin, body });
      lasting.set(checkpoint.origin, durable);
      await durable;
      return { state: 'cosigned', note: cosigned };
    },
  } satisfies Witness);
}

interface Known {
  readonly watched: ReadonlyMap<string, WatchedLog>;
  readonly kept: ReadonlyMap<string, string>;
}

interface Judged {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

function judge(input: AddInput, { watched, kept }: Known): AddReply | Judged {
  const note = parseNote(input.note);
  const checkpoint = parseCheckpoint(note?.text ?? '');
  if (
    note === undefined ||
    checkpoint === undefined ||
    !note.signatures.every(({ name }) => name === checkpoint.origin)
  ) {
    return { state: 'refused', why: 'malformed' };
  }
  const log = watched.get(checkpoint.origin);
  if (log === undefined) {
    return { state: 'refused', why: 'unknown-log' };
  }
  if (!isSignedBy(note, log.key)) {
    return { state: 'refused', why: 'bad-signature' };
  }
  const last = kept.get(checkpoint.origin);
  const before = checkpointOf(last);
  const objection =
    input.recovery === undefined
      ? extending(input, before, checkpoint)
      : recovering(input, { before, checkpoint, log });
  return objection === 'conflict' ? { state: 'conflict', note: last ?? null } : (objection ?? { note, checkpoint });
}

type Objection = 'conflict' | Extract<AddReply, { state: 'refused' }> | undefined;

function extending({ old, proof }: AddInput, before: Checkpoint | undefined, next: Checkpoint): Objection {
  if (old !== (before?.size ?? 0)) {
    return 'conflict';
  }
  return before === undefined || isConsistent({ first: before, second: next, proof: hashes(proof) })
    ? undefined
    : { state: 'refused', why: 'inconsistent' };
}

interface Recovering {
  readonly before: Checkpoint | undefined;
  readonly checkpoint: Checkpoint;
  readonly log: WatchedLog;
}

function recovering({ recovery, proof, old }: AddInput, { before, checkpoint, log }: Recovering): Objection {
  const body = recovery && acceptsRecovery(recovery, { origin: log.key.name, recoverers: log.recoverers });
  if (body === undefined) {
    return { state: 'refused', why: 'recovery-invalid' };
  }
  const [lost, first] = [body.lost, body.kept].map(({ size, root }) => ({
    size,
    root: fromBase64(root) ?? new Uint8Array(),
  }));
  assert(lost !== undefined && first !== undefined, 'a recovery names two states');
  // What two people sign is about this very checkpoint; after it was used once, the witness keeps another.
  if (before === undefined || lost.size !== before.size || !equalBytes(lost.root, before.root)) {
    return 'conflict';
  }
  return old === first.size && isConsistent({ first, second: checkpoint, proof: hashes(proof) })
    ? undefined
    : { state: 'refused', why: 'inconsistent' };
}

function checkpointOf(note: string | undefined): Checkpoint | undefined {
  return note === undefined ? undefined : parseCheckpoint(parseNote(note)?.text ?? '');
}

function hashes(proof: readonly string[]): readonly Uint8Array[] {
  return proof.map((text) => fromBase64(text) ?? new Uint8Array());
}

/** The fold of who is no witness now: it knows the records of one that it was. */
export function watchesNothing(): Fold {
  return { kinds: { witnessed: WitnessedBody }, apply: () => undefined };
}
