import {
  type Checkpoint,
  cosignatureBy,
  equalBytes,
  isSignedBy,
  type NoteKey,
  parseCheckpoint,
  parseNote,
  SfumatoError,
} from '../../base/index.ts';
import type { RecordTree } from '../../journal/index.ts';
import type { WitnessLink } from '../../link/index.ts';

/** A checkpoint that a witness keeps of this site. */
export interface Seen {
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

/** The log isn't what witnesses saw: nothing is answered any more. */
export class Halt extends Error {
  override readonly name = 'Halt';
  readonly seen: Seen | undefined;
  /** The witness that keeps it, and may be asked again; none where it is the log's own word. */
  readonly keeper: WitnessLink | undefined;
  constructor(sentence: string, seen: Seen | undefined, keeper?: WitnessLink) {
    super(sentence);
    this.seen = seen;
    this.keeper = keeper;
  }
}

/** A witness says that it knows nothing of the log, or too little, which nobody signs: it is asked again, and may remember. */
export class Forgotten extends Halt {}

const REMEMBERS = 'Nothing is answered until it remembers, or two people sign a recovery; see docs/operations.md.';

/** It knows nothing of the log. */
export function forgotten({ name }: NoteKey, recorded: Seen | undefined, keeper?: WitnessLink): Forgotten {
  return new Forgotten(`Witness ${name} has forgotten this site. ${REMEMBERS}`, recorded, keeper);
}

/** It keeps less than it co-signed, under a lease that no key opens: whose that was, nobody can say any more. */
export function setBack({ name }: NoteKey, recorded: Seen, keeper: WitnessLink): Forgotten {
  const what = 'was set back to a lease of this site that no seal key opens any more';
  return new Forgotten(`Witness ${name} ${what}. ${REMEMBERS}`, recorded, keeper);
}

/**
 * Reads what a witness says it keeps. A checkpoint that the site never signed, or that the witness didn't co-sign, says
 * nothing of the site. @throws SfumatoError `peer-invalid`.
 */
export function readSeen(text: string, logs: readonly NoteKey[], witness: NoteKey): Seen {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note?.text ?? '');
  const isOurs = logs.some((log) => note !== undefined && checkpoint?.origin === log.name && isSignedBy(note, log));
  if (note === undefined || checkpoint === undefined || !isOurs) {
    lies(witness, 'a checkpoint that this site never signed');
  }
  if (cosignatureBy(note, witness) === undefined) {
    lies(witness, 'a checkpoint without its own signature');
  }
  return { note: text, checkpoint };
}

/** Whether a log, as it is now, extends a checkpoint. */
export function extendsSeen(tree: RecordTree, { checkpoint: { size, root } }: Seen): boolean {
  return size <= tree.size && equalBytes(tree.root(size), root);
}

/** Refuses what a witness said. @throws SfumatoError `peer-invalid`. */
export function lies({ name }: NoteKey, what: string): never {
  throw new SfumatoError(
    'peer-invalid',
    `Witness ${name} gave ${what}; ask who runs it. Nothing it says is relied on.`,
  );
}
