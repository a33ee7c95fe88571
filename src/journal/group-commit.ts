import { assert, joinBytes } from '../base/index.ts';
import type { Disk, DiskFile } from './disk.ts';
import { segmentName } from './format.ts';

/** Bytes for the end of a segment; `starts` says that they are its first. */
export interface Chunk {
  readonly segment: number;
  readonly bytes: Uint8Array;
  readonly starts: boolean;
}

/** Chunks that become durable together. */
interface Batch {
  readonly chunks: Chunk[];
  readonly durable: Promise<void>;
  readonly settle: (error?: unknown) => void;
}

/** What a group commit works on. */
export interface GroupCommitParts {
  readonly disk: Disk;
  /** The open last segment. */
  readonly file: DiskFile | undefined;
  /** Called once, with the first error of the disk; after it nothing is written any more. */
  readonly onError: (error: unknown) => void;
}

/** Owns the file at the end of the journal: all that waits is written and synced together, then the next. */
export class GroupCommit {
  readonly #disk: Disk;
  readonly #onError: (error: unknown) => void;
  #file: DiskFile | undefined;
  #waiting: Batch | undefined;
  #working: Promise<void> | undefined;

  constructor({ disk, file, onError }: GroupCommitParts) {
    this.#disk = disk;
    this.#file = file;
    this.#onError = onError;
  }

  /** Queues chunks; resolves once they and all before them are durable, rejects with the error that stopped the disk. */
  push(chunks: readonly Chunk[]): Promise<void> {
    this.#waiting ??= newBatch();
    this.#waiting.chunks.push(...chunks);
    this.#working ??= this.#work();
    return this.#waiting.durable;
  }

  /** Resolves once nothing waits, and closes the file. */
  async close(): Promise<void> {
    await this.#working;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #work(): Promise<void> {
    // Whatever is appended in the same turn of the event loop joins the first batch.
    await null;
    let batch = this.#take();
    try {
      while (batch !== undefined) {
        await this.#write(batch.chunks);
        batch.settle();
        batch = this.#take();
      }
      this.#working = undefined;
    } catch (error) {
      // `#working` stays set: a failed write or sync is never tried again.
      this.#onError(error);
      batch?.settle(error);
      this.#take()?.settle(error);
    }
  }

  #take(): Batch | undefined {
    const batch = this.#waiting;
    this.#waiting = undefined;
    return batch;
  }

  async #write(chunks: readonly Chunk[]): Promise<void> {
    for (const group of bySegment(chunks)) {
      if (group.starts) {
        await this.#startSegment(group);
      } else {
        const file = this.#file;
        assert(file !== undefined, 'a segment is started before it is written to');
        file.append(group.bytes);
        await file.sync();
      }
    }
  }

  /** Create, write, sync, sync the directory; before that, whatever still is to become durable of the segment before. */
  async #startSegment({ segment, bytes }: Chunk): Promise<void> {
    // The start may have cut a torn tail off it and written nothing since.
    await this.#file?.sync();
    await this.#file?.close();
    this.#file = this.#disk.create(segmentName(segment));
    this.#file.append(bytes);
    await this.#file.sync();
    await this.#disk.syncDirectory();
  }
}

function newBatch(): Batch {
  let settle: Batch['settle'] = () => undefined;
  const durable = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error));
  });
  // Whoever awaits it learns of a failure; the process is stopped in any case.
  durable.catch(() => undefined);
  return { chunks: [], durable, settle };
}

/** Joins neighbouring chunks of one segment, so that each segment is written once. */
function bySegment(chunks: readonly Chunk[]): readonly Chunk[] {
  const groups: { segment: number; starts: boolean; parts: Uint8Array[] }[] = [];
  for (const { segment, starts, bytes } of chunks) {
    const last = groups.at(-1);
    if (last !== undefined && last.segment === segment) {
      last.parts.push(bytes);
    } else {
      groups.push({ segment, starts, parts: [bytes] });
    }
  }
  return groups.map(({ segment, starts, parts }) => ({ segment, starts, bytes: joinBytes(parts) }));
}
