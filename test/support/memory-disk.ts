import type { ByteRange, Disk, DiskFile } from '../../src/journal/index.ts';

/** What the journal asks of a disk; a hook may throw to make it fail, or to stand for a crash. */
export type DiskStep = 'create' | 'append' | 'sync' | 'sync-directory';

interface Content {
  bytes: Uint8Array;
  /** Bytes that survive a crash. */
  durable: number;
  /** Whether the folder's entry survives a crash. */
  named: boolean;
}

export interface MemoryDiskOptions {
  readonly onStep?: (step: DiskStep, name: string) => void;
  /** All files together hold at most so many bytes; beyond, writes fail with ENOSPC, having written what fits. */
  readonly capacityBytes?: number;
}

/** A disk in memory that forgets what wasn't synced. Only for tests. */
export class MemoryDisk implements Disk {
  readonly folder = '/memory/journal';
  readonly steps: DiskStep[] = [];
  #contents = new Map<string, Content>();
  #options: MemoryDiskOptions;

  constructor(files: Readonly<Record<string, Uint8Array>> = {}, options: MemoryDiskOptions = {}) {
    this.#options = options;
    for (const [name, bytes] of Object.entries(files)) {
      this.#contents.set(name, { bytes: bytes.slice(), durable: bytes.length, named: true });
    }
  }

  /** The files as they are now, as a clean shutdown would leave them. */
  files(): Record<string, Uint8Array> {
    return Object.fromEntries([...this.#contents].map(([name, { bytes }]) => [name, bytes.slice()]));
  }

  /** The files after a power cut: what was synced, and of the rest `pick(most)` ∈ [0, most] bytes or entries. */
  afterCrash(pick: (most: number) => number): Record<string, Uint8Array> {
    const kept = [...this.#contents].filter(([, { named }]) => named || pick(1) === 1);
    return Object.fromEntries(
      kept.map(([name, { bytes, durable }]) => [name, bytes.slice(0, durable + pick(bytes.length - durable))]),
    );
  }

  set capacityBytes(bytes: number) {
    this.#options = { ...this.#options, capacityBytes: bytes };
  }

  list(): readonly string[] {
    return [...this.#contents.keys()];
  }

  read(name: string): Uint8Array {
    return this.#content(name).bytes.slice();
  }

  readPart(name: string, { offset, length }: ByteRange): Uint8Array {
    return this.#content(name).bytes.slice(offset, offset + length);
  }

  create(name: string): DiskFile {
    this.#step('create', name);
    if (this.#contents.has(name)) {
      throw systemError('EEXIST');
    }
    this.#contents.set(name, { bytes: new Uint8Array(0), durable: 0, named: false });
    return this.#open(name);
  }

  open(name: string, length: number): DiskFile {
    const content = this.#content(name);
    content.bytes = content.bytes.slice(0, length);
    content.durable = Math.min(content.durable, length);
    return this.#open(name);
  }

  async syncDirectory(): Promise<void> {
    this.#step('sync-directory', '');
    const names = [...this.#contents.values()];
    await null;
    for (const content of names) {
      content.named = true;
    }
  }

  #open(name: string): DiskFile {
    const content = this.#content(name);
    return {
      append: (bytes) => {
        this.#step('append', name);
        const fits = Math.min(bytes.length, this.#room());
        content.bytes = Uint8Array.from(Buffer.concat([content.bytes, bytes.subarray(0, fits)]));
        if (fits < bytes.length) {
          throw systemError('ENOSPC');
        }
      },
      writeAgain: () => undefined,
      sync: async () => {
        this.#step('sync', name);
        const { length } = content.bytes;
        await null;
        content.durable = length;
      },
      close: async () => undefined,
    };
  }

  #room(): number {
    const used = [...this.#contents.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    return Math.max(0, (this.#options.capacityBytes ?? Number.POSITIVE_INFINITY) - used);
  }

  #content(name: string): Content {
    const content = this.#contents.get(name);
    if (content === undefined) {
      throw systemError('ENOENT');
    }
    return content;
  }

  #step(step: DiskStep, name: string): void {
    this.steps.push(step);
    this.#options.onStep?.(step, name);
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
