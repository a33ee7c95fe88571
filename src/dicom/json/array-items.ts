import { setImmediate as nextTurn } from 'node:timers/promises';
import { concatBytes } from '../../base/index.ts';
import { type ArrayEnd, ArrayWalk, type ItemBounds } from './array-walk.ts';

/**
 * The objects of a JSON array, each as its bytes, while the array arrives. Nothing is parsed before its depth, its bytes and
 * its values were counted, and never more than one item is held. Whether an item is JSON is for who parses it to say. Every
 * piece that arrives takes a turn of its own, however many lie ready: else nothing else would be heard meanwhile.
 */
export async function* arrayItems(
  body: AsyncIterable<Uint8Array>,
  bounds: ItemBounds,
): AsyncGenerator<Uint8Array, ArrayEnd> {
  const cutter = new ItemCutter(bounds);
  for await (const chunk of body) {
    await nextTurn();
    yield* cutter.cut(chunk);
    if (cutter.isInvalid) {
      return 'invalid';
    }
  }
  return cutter.end();
}

class ItemCutter {
  readonly #bytesMax: number;
  readonly #walk: ArrayWalk;
  /** What earlier chunks hold of the item under way, in one piece however small they were, and how long that is. */
  #begun = new Uint8Array(0);
  #begunBytes = 0;
  isInvalid = false;

  constructor(bounds: ItemBounds) {
    this.#bytesMax = bounds.bytesMax;
    this.#walk = new ArrayWalk(bounds);
  }

  *cut(chunk: Uint8Array): Generator<Uint8Array> {
    let start = this.#begunBytes > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const step = this.#walk.step(chunk[at] ?? 0);
      if (step === 'begins') {
        start = at;
      } else if (step === 'ends') {
        yield concatBytes(this.#begun.subarray(0, this.#begunBytes), chunk.subarray(start, at + 1));
        this.#begunBytes = 0;
        start = -1;
      } else if (step === 'invalid') {
        this.isInvalid = true;
        return;
      }
    }
    if (start >= 0) {
      this.#keep(chunk.subarray(start));
    }
  }

  end(): ArrayEnd {
    return this.#walk.end();
  }

  #keep(part: Uint8Array): void {
    const bytes = this.#begunBytes + part.length;
    if (bytes > this.#bytesMax) {
      this.isInvalid = true;
      return;
    }
    if (bytes > this.#begun.length) {
      const longer = new Uint8Array(Math.max(bytes, 2 * this.#begun.length));
      longer.set(this.#begun.subarray(0, this.#begunBytes));
      this.#begun = longer;
    }
    this.#begun.set(part, this.#begunBytes);
    this.#begunBytes = bytes;
  }
}
