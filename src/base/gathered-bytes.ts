/** Bytes that arrive in parts, held in one piece: whoever sends them one by one takes no more room than others. */
export class GatheredBytes {
  #room = new Uint8Array(0);
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  add(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#room.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#room.length));
      larger.set(this.bytes());
      this.#room = larger;
    }
    this.#room.set(part, this.#length);
    this.#length = length;
  }

  /** All so far; what is added later stands behind them. */
  bytes(): Uint8Array {
    return this.#room.subarray(0, this.#length);
  }
}
