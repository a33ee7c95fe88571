import { LIMITS } from '../../base/index.ts';
import type { KeyWords } from '../key-table.ts';
import type { StoredColumn } from '../layout.ts';
import { type EncodedInstance, type EncodedRow, instanceEncoder, isLess, rowEncoder } from './encoding.ts';
import type { StagedInstance, StagedRow } from './row.ts';

/** What is written in one transaction. */
export interface StagedLoad {
  readonly headers: readonly EncodedRow[];
  /** The values of the headers. */
  readonly values: Int32Array;
  readonly instances: readonly EncodedInstance[];
  readonly files: readonly KeyWords[];
}

/** What was staged and is not written yet. Values wait in one array: as objects they would keep the garbage collector busy. */
export class StagedBuffer {
  readonly #width: number;
  readonly #encodeRow: ReturnType<typeof rowEncoder>;
  readonly #encodeInstance = instanceEncoder();
  #values: Int32Array<ArrayBuffer>;
  #rows: EncodedRow[] = [];
  #instances: EncodedInstance[] = [];
  #files: KeyWords[] = [];

  constructor(columns: readonly StoredColumn[]) {
    this.#width = columns.length;
    this.#encodeRow = rowEncoder(columns);
    this.#values = new Int32Array(LIMITS.stagedRowsBuffered * this.#width);
  }

  /** How many things wait. */
  get size(): number {
    return this.#rows.length + this.#instances.length + this.#files.length;
  }

  /** Files that wait to be marked. */
  get files(): readonly KeyWords[] {
    return this.#files;
  }

  /** Takes all rows or none. @throws AssertionFailure as `Staging.add` says. */
  add(rows: readonly StagedRow[]): void {
    this.#makeRoom(rows.length);
    const before = this.#rows.length;
    try {
      for (const row of rows) {
        const from = this.#rows.length * this.#width;
        this.#rows.push(this.#encodeRow(row, { values: this.#values, from }));
      }
    } catch (error) {
      this.#rows.length = before;
      throw error;
    }
  }

  /** Takes all instances or none. @throws AssertionFailure for a malformed pseudonym. */
  count(instances: readonly StagedInstance[]): void {
    for (const instance of instances.map(this.#encodeInstance)) {
      this.#instances.push(instance);
    }
  }

  mark(files: readonly KeyWords[]): void {
    for (const file of files) {
      this.#files.push(file);
    }
  }

  /** Hands over what waits; the buffer is empty then. */
  take(): StagedLoad {
    const { headers, dropped } = condensed(this.#rows);
    const load = {
      headers,
      values: this.#values,
      instances: [...dropped, ...this.#instances],
      files: this.#files,
    };
    this.#values = new Int32Array(LIMITS.stagedRowsBuffered * this.#width);
    this.#rows = [];
    this.#instances = [];
    this.#files = [];
    return load;
  }

  #makeRoom(rows: number): void {
    const needed = (this.#rows.length + rows) * this.#width;
    if (needed > this.#values.length) {
      const larger = new Int32Array(Math.max(needed, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
  }
}

/**
 * Keeps the least header of each series in a batch; publish takes the least over all batches, so order is nothing. Of the others
 * only the instances are left, or, where they say how many the series has, the largest number.
 */
function condensed(rows: readonly EncodedRow[]): { headers: EncodedRow[]; dropped: EncodedInstance[] } {
  const least = new Map<string, EncodedRow>();
  const dropped: EncodedInstance[] = [];
  for (const row of rows) {
    const held = least.get(row.key);
    if (held === undefined) {
      least.set(row.key, row);
      continue;
    }
    const [kept, other] = isLess(row, held) ? [row, held] : [held, row];
    if (kept.instances !== null && other.instances !== null) {
      least.set(row.key, { ...kept, instances: Math.max(kept.instances, other.instances) });
    } else {
      least.set(row.key, kept);
      dropped.push(other);
    }
  }
  return { headers: [...least.values()], dropped };
}
