import { assert } from '../../base/index.ts';
import type { KeyWords } from '../key-table.ts';
import { type IntakeEvent, isScopeMask } from './standing.ts';

// An event takes 19 bytes: kind (1), the block of an admission or the mask of scopes (2, big-endian; else 0), pseudonym (16).
const EVENT_BYTES = 19;
const PSEUDONYM_AT = 3;
const KINDS = ['admit', 'opt-out', 'scopes'] as const;
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
    const events = new IntakeEvents(Uint8Array.from(bytes), bytes.length / EVENT_BYTES);
    for (let at = 0; at < bytes.length; at += EVENT_BYTES) {
      const event = events.#eventAt(at);
      if (event === undefined || !isNumbered(event, events.#view.getUint16(at + 1))) {
        return undefined;
      }
    }
    return events;
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
  push(pseudonym: KeyWords, event: IntakeEvent): void {
    const number = numberOf(event);
    assert(number < 65_536 && isNumbered(event, number), 'an intake block is a year, and scopes are a mask');
    if ((this.#count + 1) * EVENT_BYTES > this.#bytes.length) {
      this.#grow();
    }
    const at = this.#count * EVENT_BYTES;
    this.#bytes[at] = KINDS.indexOf(event.kind);
    this.#view.setUint16(at + 1, number);
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
      const event = this.#eventAt(at);
      assert(event !== undefined, 'events were checked when they came in');
      take(pseudonym, event);
    }
  }

  #eventAt(at: number): IntakeEvent | undefined {
    const number = this.#view.getUint16(at + 1);
    switch (KINDS[this.#bytes[at] ?? KINDS.length]) {
      case 'admit':
        return { kind: 'admit', block: number };
      case 'opt-out':
        return { kind: 'opt-out' };
      case 'scopes':
        return { kind: 'scopes', allowed: number };
      default:
        return undefined;
    }
  }

  #grow(): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, FIRST_EVENTS * EVENT_BYTES));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

function numberOf(event: IntakeEvent): number {
  return event.kind === 'admit' ? event.block : event.kind === 'scopes' ? event.allowed : 0;
}

/** Whether an event of this kind may carry the number. */
function isNumbered({ kind }: IntakeEvent, number: number): boolean {
  return kind === 'admit' ? number > 0 : kind === 'scopes' ? isScopeMask(number) : number === 0;
}
