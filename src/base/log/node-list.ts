import { assert } from '../assert.ts';

const HASH_BYTES = 32;

/** A list of hashes that grows, 32 bytes each, in one allocation. */
export class NodeList {
  #bytes = new Uint8Array(16 * HASH_BYTES);
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds one at the end. */
  push(hash: Uint8Array): void {
    if ((this.#length + 1) * HASH_BYTES > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(hash, this.#length * HASH_BYTES);
    this.#length += 1;
  }

  /** A copy of the one at `index`. @throws AssertionFailure when there is none. */
  at(index: number): Uint8Array {
    assert(index >= 0 && index < this.#length, 'a node is looked up that is there');
    return this.#bytes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}
