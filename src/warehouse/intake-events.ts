import { assert } from '../base/index.ts';
import type { KeyWords } from './key-table.ts';

/** One step in a patient's standing. */
export interface IntakeEvent {
  readonly kind: 'admit' | 'opt-out';
  /** The intake block of an admission; 0 for an opt-out. */
  readonly block: number;
}

// An event takes 19 bytes: kind (1), block (2, big-endian; 0 when there is none), pseudonym (16).
const EVENT_BYTES = 19;
const PSEUDONYM_AT = 3;
const KINDS = ['admit', 'opt-out'] as const;
const FIRST_EVENTS = 1_024;

/** The events of a register in order, as the bytes that are sealed: millions of them take little memory so. */
export class IntakeEvents {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #count: number;

  private constructor(bytes: Uint8Array<ArrayBuffer>, count: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#count = count;
  }

  /** No events yet. */
  static none(): IntakeEvents {
    return new IntakeEvents(new Uint8Array(FIRST_EVENTS * EVENT_BYTES), 0);
  }

  /** Reads what `bytes` gave; `undefined` for anything else. */
  static read(bytes: Uint8Array): IntakeEvents | undefined {
    if (bytes.length % EVENT_BYTES !== 0) {
      return undefined;
    }
    for (let at = 0; at < bytes.length; at += EVENT_BYTES) {
      const kind = KINDS[bytes[at] ?? KINDS.length];
      const hasBlock = bytes[at + 1] !== 0 || bytes[at + 2] !== 0;
      if (kind === undefined || (kind === 'admit') !== hasBlock) {
        return undefined;
      }
    }
    return new IntakeEvents(Uint8Array.from(bytes), bytes.length / EVENT_BYTES);
  }

  /** How many events there are. */
  get count(): number {
    return this.#count;
  }

  /** The bytes of the first `count` events: the digest is over these. */
  bytes(count: number): Uint8Array {
    assert(count <= this.#count, 'a register has that many events');
    return this.#bytes.subarray(0, count * EVENT_BYTES);
  }

  /** Appends one event. */
  push(pseudonym: KeyWords, { kind, block }: IntakeEvent): void {
    assert(block < 65_536 && (kind === 'admit') === block > 0, 'an intake block is a year');
    if ((this.#count + 1) * EVENT_BYTES > this.#bytes.length) {
      this.#grow();
    }
    const at = this.#count * EVENT_BYTES;
    this.#bytes[at] = KINDS.indexOf(kind);
    this.#view.setUint16(at + 1, block);
    pseudonym.forEach((word, index) => {
      this.#view.setUint32(at + PSEUDONYM_AT + 4 * index, word);
    });
    this.#count += 1;
  }

  /** Hands over every event in order; `pseudonym` is overwritten by the next one. */
  forEach(take: (pseudonym: KeyWords, event: IntakeEvent) => void): void {
    const pseudonym = new Uint32Array(4);
    for (let at = 0; at < this.#count * EVENT_BYTES; at += EVENT_BYTES) {
      for (let word = 0; word < 4; word += 1) {
        pseudonym[word] = this.#view.getUint32(at + PSEUDONYM_AT + 4 * word);
      }
      take(pseudonym, { kind: KINDS[this.#bytes[at] ?? 0] ?? 'admit', block: this.#view.getUint16(at + 1) });
    }
  }

  #grow(): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, FIRST_EVENTS * EVENT_BYTES));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
