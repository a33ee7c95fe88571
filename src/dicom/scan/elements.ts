import type { ElementHead } from './head.ts';

/** Top-level elements, in the order of the file. */
export interface Elements {
  get(tag: number): ElementHead | undefined;
  /** Those of which tag and length pass a test. */
  where(test: (tag: number, length: number) => boolean): ElementHead[];
}

/** Numbers of one element: tag, start, start of its value, length. */
const NUMBERS = 4;

/** Elements as they are walked. An archive has thousands of them a file, of which a few are looked at: no objects are made but for those. */
export class ElementList implements Elements {
  readonly #numbers: number[] = [];
  readonly #vrs: string[] = [];
  #highest = -1;
  /** All tags, from the first on that isn't higher than those before it. */
  #tags: Set<number> | undefined;

  /** Takes one more; `false` when its tag is there already. */
  add({ tag, vr, start, valueStart, length }: ElementHead): boolean {
    if (tag <= this.#highest && this.#isKnown(tag)) {
      return false;
    }
    this.#tags?.add(tag);
    this.#highest = Math.max(tag, this.#highest);
    this.#numbers.push(tag, start, valueStart, length);
    this.#vrs.push(vr);
    return true;
  }

  get(tag: number): ElementHead | undefined {
    const isAscending = this.#tags === undefined;
    const at = isAscending ? this.#search(tag) : this.#vrs.findIndex((_, index) => this.#tagAt(index) === tag);
    return at < 0 ? undefined : this.#headAt(at);
  }

  where(test: (tag: number, length: number) => boolean): ElementHead[] {
    const found: ElementHead[] = [];
    for (let at = 0; at < this.#vrs.length; at += 1) {
      if (test(this.#tagAt(at), this.#numbers[at * NUMBERS + 3] ?? 0)) {
        found.push(this.#headAt(at));
      }
    }
    return found;
  }

  #isKnown(tag: number): boolean {
    this.#tags ??= new Set(this.#vrs.map((_, at) => this.#tagAt(at)));
    return this.#tags.has(tag);
  }

  /** Where a tag stands among ascending ones; −1 for nowhere. */
  #search(tag: number): number {
    let [low, high] = [0, this.#vrs.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const there = this.#tagAt(middle);
      if (there === tag) {
        return middle;
      }
      if (there < tag) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  #tagAt(at: number): number {
    return this.#numbers[at * NUMBERS] ?? 0;
  }

  #headAt(at: number): ElementHead {
    const number = (which: number): number => this.#numbers[at * NUMBERS + which] ?? 0;
    return { tag: number(0), vr: this.#vrs[at] ?? '', start: number(1), valueStart: number(2), length: number(3) };
  }
}
