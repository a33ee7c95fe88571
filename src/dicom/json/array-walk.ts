/** What one item of an array may measure. */
export interface ItemBounds {
  readonly bytesMax: number;
  readonly depthMax: number;
  /** Values, roughly: commas and opening brackets. */
  readonly nodesMax: number;
}

/** How an array ended: whole, in the middle, or as something that is no array of objects within the bounds. */
export type ArrayEnd = 'complete' | 'cut-short' | 'invalid';

/** What a byte does to the item of the array that it stands in. */
export type Step = 'begins' | 'ends' | 'goes-on' | 'invalid';

const QUOTE = code('"');
const BACKSLASH = code('\\');
const COMMA = code(',');
const OPEN_LIST = code('[');
const CLOSE_LIST = code(']');
const OPEN_OBJECT = code('{');
const CLOSE_OBJECT = code('}');
const SPACES: ReadonlySet<number> = new Set([...' \t\r\n'].map(code));

function code(letter: string): number {
  return letter.charCodeAt(0);
}

/**
 * Follows the brackets and strings of a JSON array of objects, and nothing else, byte by byte: UTF-8 has none of these bytes
 * within another character.
 */
export class ArrayWalk {
  readonly #bounds: ItemBounds;
  /** 0 outside the array, 1 between its items, more inside one. */
  #depth = 0;
  #nodes = 0;
  #quoted = false;
  #escaped = false;
  #closed = false;

  constructor(bounds: ItemBounds) {
    this.#bounds = bounds;
  }

  /** Takes the next byte. */
  step(byte: number): Step {
    if (this.#quoted) {
      this.#quoted = this.#escaped || byte !== QUOTE;
      this.#escaped = !this.#escaped && byte === BACKSLASH;
      return 'goes-on';
    }
    if (this.#depth > 1) {
      return this.#inside(byte);
    }
    return SPACES.has(byte) ? 'goes-on' : this.#between(byte);
  }

  /** What it means that no byte follows. */
  end(): ArrayEnd {
    return this.#closed ? 'complete' : 'cut-short';
  }

  #inside(byte: number): Step {
    switch (byte) {
      case QUOTE:
        this.#quoted = true;
        return 'goes-on';
      case OPEN_LIST:
      case OPEN_OBJECT:
        this.#depth += 1;
        this.#nodes += 1;
        break;
      case COMMA:
        this.#nodes += 1;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        this.#depth -= 1;
        return this.#depth === 1 ? 'ends' : 'goes-on';
    }
    const { depthMax, nodesMax } = this.#bounds;
    return this.#depth > depthMax || this.#nodes > nodesMax ? 'invalid' : 'goes-on';
  }

  #between(byte: number): Step {
    if (this.#depth === 0) {
      this.#depth = 1;
      return byte === OPEN_LIST && !this.#closed ? 'goes-on' : 'invalid';
    }
    if (byte === OPEN_OBJECT) {
      this.#depth = 2;
      this.#nodes = 0;
      return 'begins';
    }
    if (byte === CLOSE_LIST) {
      this.#depth = 0;
      this.#closed = true;
      return 'goes-on';
    }
    return byte === COMMA ? 'goes-on' : 'invalid';
  }
}
