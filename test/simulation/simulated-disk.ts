import type { ByteRange, Disk, DiskFile, Position } from '../../src/journal/index.ts';
import type { Dice } from './dice.ts';

interface Content {
  bytes: Uint8Array;
  length: number;
  /** Bytes that survive a crash whatever happens. */
  durable: number;
  /** Whether the folder's entry survives a crash. */
  named: boolean;
  /** What stood here before it was cut, for as long as the cut may be undone by a crash. */
  before: Uint8Array | undefined;
  /** A sync failed: the system has forgotten which bytes were unwritten, so that no later sync writes them. */
  failed: boolean;
}

/** A sync that was asked for and has not come back. */
export interface PendingSync {
  /** Lets it succeed. */
  readonly succeed: () => void;
  /** Lets it fail as a broken disk would. */
  readonly fail: () => void;
}

/** How a crash left the disk. */
export interface Crash {
  readonly cutBytes: number;
  readonly lostFiles: number;
  readonly undoneCuts: number;
  /** Unsynced bytes that were kept, but changed. */
  readonly garbled: boolean;
}

/**
 * A disk whose syncs come back when the simulation lets them, and whose crashes keep any part of what was not synced: cut
 * anywhere, with bits changed, with zeros in its place, without a file that the folder's sync had not covered.
 */
export class SimulatedDisk implements Disk {
  readonly folder = '/simulated/journal';
  pending: PendingSync[] = [];
  /** All files together hold at most so many bytes. */
  capacityBytes = Number.POSITIVE_INFINITY;
  readonly #contents = new Map<string, Content>();
  readonly #dice: Dice;
  #generation = 0;
  #intact = new Map<string, Uint8Array>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** A disk of its own that holds the same at this moment, with room enough; what is under way doesn't come back on it. */
  copy(): SimulatedDisk {
    const disk = new SimulatedDisk(this.#dice);
    for (const [name, content] of this.#contents) {
      disk.#contents.set(name, { ...content, bytes: content.bytes.slice(), before: content.before?.slice() });
    }
    return disk;
  }

  /** Whether a crash could leave one thing or another. */
  get isAtRisk(): boolean {
    const contents = [...this.#contents.values()];
    return contents.some(({ length, durable, named, before }) => durable < length || !named || before !== undefined);
  }

  list(): readonly string[] {
    return [...this.#contents.keys()];
  }

  read(name: string): Uint8Array {
    const { bytes, length } = this.#content(name);
    return bytes.slice(0, length);
  }

  readPart(name: string, range: ByteRange): Uint8Array {
    const { bytes, length } = this.#content(name);
    return bytes.slice(range.offset, Math.min(length, range.offset + range.length));
  }

  create(name: string): DiskFile {
    if (this.#contents.has(name)) {
      throw systemError('EEXIST');
    }
    const bytes = new Uint8Array(4_096);
    this.#contents.set(name, { bytes, length: 0, durable: 0, named: false, before: undefined, failed: false });
    return this.#file(name);
  }

  open(name: string, length: number): DiskFile {
    const content = this.#content(name);
    if (content.length !== length) {
      content.before = content.bytes.slice(0, content.length);
      content.bytes.fill(0, length, content.length);
      content.length = length;
      content.durable = Math.min(content.durable, length);
    }
    return this.#file(name);
  }

  syncDirectory(): Promise<void> {
    const entries = [...this.#contents.values()];
    return this.#whenLet(() => {
      for (const content of entries) {
        content.named = true;
      }
    });
  }

  /** Whether the record at `position` would survive a crash at this moment. */
  holds({ segment, offset, bytes }: Position): boolean {
    const content = this.#contents.get(fileOf(segment));
    return content?.named === true && content.durable >= offset + bytes;
  }

  /** Bytes of all files. */
  get used(): number {
    let sum = 0;
    for (const { length } of this.#contents.values()) {
      sum += length;
    }
    return sum;
  }

  /** The process is killed: what it wrote stays in the system's memory, as durable or not as it was. */
  kill(): void {
    this.#generation += 1;
    this.pending = [];
  }

  /** The power goes. Nothing that was under way comes back. */
  crash(): Crash {
    this.#generation += 1;
    this.pending = [];
    this.#intact.clear();
    const crash = { cutBytes: 0, lostFiles: 0, undoneCuts: 0, garbled: false };
    for (const [name, content] of [...this.#contents]) {
      if (!content.named && this.#dice.chance(0.5)) {
        this.#contents.delete(name);
        crash.lostFiles += 1;
      } else if (content.before !== undefined && this.#dice.chance(0.3)) {
        content.bytes = content.before;
        content.length = content.before.length;
        crash.undoneCuts += 1;
      } else {
        this.#keepPart(name, content, crash);
      }
      content.before = undefined;
      content.failed = false;
      content.durable = content.length;
      // What is read after a crash stands on the disk, the entry too.
      content.named = true;
    }
    return crash;
  }

  /** What the operator does where the node refuses a garbled tail: puts back what was durable, from a copy. */
  restore(): void {
    for (const [name, bytes] of this.#intact) {
      const content = this.#content(name);
      content.bytes = bytes.slice();
      content.length = bytes.length;
      content.durable = bytes.length;
    }
    this.#intact.clear();
  }

  /** Changes one bit of the frame at `position`; gives what undoes it. */
  rot({ segment, offset, bytes }: Position): () => void {
    const content = this.#content(fileOf(segment));
    const at = offset + this.#dice.upTo(bytes - 1);
    const bit = 1 << this.#dice.upTo(7);
    const flip = (): void => {
      content.bytes[at] = content.bytes[at]! ^ bit;
    };
    flip();
    return flip;
  }

  get files(): number {
    return this.#contents.size;
  }

  #keepPart(name: string, content: Content, crash: { cutBytes: number; garbled: boolean }): void {
    const unsynced = content.length - content.durable;
    if (unsynced === 0) {
      return;
    }
    const most = content.failed ? 0 : unsynced;
    const kept = this.#dice.pick([0, most, this.#dice.upTo(most), this.#dice.upTo(most)]);
    const length = content.durable + kept;
    if (kept > 0 && this.#dice.chance(0.1)) {
      this.#intact.set(name, content.bytes.slice(0, content.durable));
      this.#garble(content, length);
      crash.garbled = true;
    }
    crash.cutBytes += content.length - length;
    content.bytes.fill(0, length, content.length);
    content.length = length;
  }

  #garble({ bytes, durable }: Content, length: number): void {
    if (this.#dice.chance(0.3)) {
      bytes.fill(0, durable, length);
    } else {
      for (let flips = this.#dice.upTo(3); flips >= 0; flips -= 1) {
        const at = durable + this.#dice.upTo(length - durable - 1);
        bytes[at] = bytes[at]! ^ (1 << this.#dice.upTo(7));
      }
    }
  }

  #file(name: string): DiskFile {
    const content = this.#content(name);
    return {
      append: (bytes) => {
        const fits = Math.max(0, Math.min(bytes.length, this.capacityBytes - this.used));
        grow(content, content.length + fits);
        content.bytes.set(bytes.subarray(0, fits), content.length);
        content.length += fits;
        if (fits < bytes.length) {
          throw systemError('ENOSPC');
        }
      },
      writeAgain: () => {
        content.failed = false;
      },
      sync: () => {
        const { length } = content;
        const done = (): void => {
          if (!content.failed) {
            content.durable = Math.max(content.durable, length);
            content.before = undefined;
          }
        };
        return this.#whenLet(done, () => {
          content.failed = true;
        });
      },
      close: () => Promise.resolve(),
    };
  }

  #whenLet(done: () => void, failed: () => void = () => undefined): Promise<void> {
    const generation = this.#generation;
    return new Promise((resolve, reject) => {
      const settle = (work: () => void): void => {
        this.pending = this.pending.filter((other) => other !== sync);
        if (generation === this.#generation) {
          work();
        }
      };
      const sync: PendingSync = {
        succeed: () =>
          settle(() => {
            done();
            resolve();
          }),
        fail: () =>
          settle(() => {
            failed();
            reject(systemError('EIO'));
          }),
      };
      this.pending.push(sync);
    });
  }

  #content(name: string): Content {
    const content = this.#contents.get(name);
    if (content === undefined) {
      throw systemError('ENOENT');
    }
    return content;
  }
}

function fileOf(segment: number): string {
  return `${String(segment).padStart(8, '0')}.log`;
}

function grow(content: Content, length: number): void {
  if (length > content.bytes.length) {
    const larger = new Uint8Array(Math.max(length, content.bytes.length * 2));
    larger.set(content.bytes.subarray(0, content.length));
    content.bytes = larger;
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
