import { type Entropy, randomId, type SfumatoError } from '../base/index.ts';
import { type Belief, believedClock } from './believed-clock.ts';
import type { Disk, DiskFile } from './disk.ts';
import { EPOCHS, epochBody } from './epoch.ts';
import { diskFailure } from './failure.ts';
import { type Fold, registryOf } from './fold.ts';
import { segmentName } from './format.ts';
import type { Journal } from './journal.ts';
import { LogJournal } from './log-journal.ts';
import { replay } from './replay.ts';
import type { Tail } from './tail.ts';

/** What an open journal works with. */
export interface OpenJournal extends Belief {
  readonly disk: Disk;
  readonly entropy: Entropy;
  /** Empty folds; the replay fills them. */
  readonly folds: readonly Fold[];
  /**
   * Called once, when the journal can't go on: the process must end, because what the folds hold is not what is durable.
   * No write or sync is tried again.
   */
  readonly onFatal: (error: SfumatoError) => void;
  /** Segments grow to at most this many bytes; `LIMITS.segmentBytesMax` when absent. */
  readonly segmentBytes?: number;
}

/**
 * Opens a journal, or begins one: verifies every byte, replays every record into the folds, drops an incomplete last record
 * (recording that in the `epoch` record), and resolves once the new epoch, and with it everything before, is durable.
 * The caller owns the folder: there must be no second writer.
 * @throws SfumatoError `journal-corrupt`, `invariant-broken`, `disk-full`, `journal-stopped`, `file-unreadable` or `clock-ahead`.
 */
export async function openJournal(input: OpenJournal): Promise<Journal> {
  const registry = registryOf([EPOCHS, ...input.folds]);
  const tail = replay(input.disk, registry);
  const wallMs = believedClock(input, tail);
  const epoch = randomId(input.entropy);
  const file = await reopen(input.disk, tail);
  const journal = new LogJournal(input, { registry, tail, wallMs, epoch, file });
  try {
    await journal.append({ kind: 'epoch', actor: 'journal', body: epochBody(tail) }).durable;
  } catch (error) {
    throw diskFailure(input.disk.folder, error);
  }
  journal.serve();
  return journal;
}

/** The last segment, cut to what is whole; `undefined` where there is none. */
async function reopen(disk: Disk, tail: Tail): Promise<DiskFile | undefined> {
  if (tail.segment === 0) {
    return undefined;
  }
  try {
    const file = disk.open(segmentName(tail.segment), tail.length);
    // An earlier process may have ended because a sync failed.
    file.writeAgain();
    // Or before it synced the folder: a power cut that kept the next segment and not this one would leave a gap.
    await disk.syncDirectory();
    return file;
  } catch (error) {
    throw diskFailure(disk.folder, error);
  }
}
