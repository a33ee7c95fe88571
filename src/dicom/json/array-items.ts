import { concatBytes } from '../../base/index.ts';
import { type ArrayEnd, ArrayWalk, type ItemBounds } from './array-walk.ts';

/**
 * The objects of a JSON array, each as its bytes, while the array arrives. Nothing is parsed before its depth, its bytes and
 * its values were counted, and never more than one item is held. Whether an item is JSON is for who parses it to say.
 */
export async function* arrayItems(
  body: AsyncIterable<Uint8Array>,
  bounds: ItemBounds,
): AsyncGenerator<Uint8Array, ArrayEnd> {
  const cutter = new ItemCutter(bounds);
  for await (const chunk of body) {
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
  /** What earlier chunks hold of the item under way. */
  #begun: Uint8Array[] = [];
  #begunBytes = 0;
  isInvalid = false;

  constructor(bounds: ItemBounds) {
    this.#bytesMax = bounds.bytesMax;
    this.#walk = new ArrayWalk(bounds);
  }

  *cut(chunk: Uint8Array): Generator<Uint8Array> {
    let start = this.#begun.length > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const step = this.#walk.step(chunk[at] ?? 0);
      if (step === 'begins') {
        start = at;
      } else if (step === 'ends') {
        yield concatBytes(...this.#begun, chunk.subarray(start, at + 1));
        this.#keep(undefined);
        start = -1;
      } else if (step === 'invalid') {
        this.isInvalid = true;
        return;
      }
    }
    if (start >= 0) {
      this.#keep(chunk.slice(start));
    }
  }

  end(): ArrayEnd {
    return this.#walk.end();
  }

  #keep(part: Uint8Array | undefined): void {
    this.#begun = part === undefined ? [] : [...this.#begun, part];
    this.#begunBytes = part === undefined ? 0 : this.#begunBytes + part.length;
    this.isInvalid = this.#begunBytes > this.#bytesMax;
  }
}
