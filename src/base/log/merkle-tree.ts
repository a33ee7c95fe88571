import { assert } from '../assert.ts';
import { EMPTY_ROOT, nodeHash } from './merkle-hash.ts';
import { NodeList } from './node-list.ts';

/** Leaves of one tile. Above tiles every node is kept; below, the leaves are asked for again. */
const TILE = 256;

/** Gives `count` leaf hashes from `first` on again, as they were added. */
export type LeafHashes = (first: number, count: number) => readonly Uint8Array[];

/**
 * The Merkle tree of RFC 6962 §2.1 over a log that grows. Keeps a quarter of a byte a leaf: the nodes above whole tiles of 256
 * leaves, and the leaves of the last tiles; of older tiles it asks `again`. A node is hashed once.
 */
export class MerkleTree {
  readonly #again: LeafHashes;
  /** The nodes of height 8, 9, …, from left to right. */
  readonly #levels: NodeList[] = [];
  #open: Uint8Array[] = [];
  #whole: { readonly tile: number; readonly leaves: readonly Uint8Array[] } | undefined;
  /** Nodes inside the tiles at hand, by first leaf and height. */
  readonly #inside = new Map<string, Uint8Array>();
  #size = 0;

  /** `again` gives leaves of older tiles anew. */
  constructor(again: LeafHashes) {
    this.#again = again;
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds the next leaf, by its hash. */
  add(leaf: Uint8Array): void {
    this.#open.push(leaf);
    this.#size += 1;
    if (this.#open.length === TILE) {
      this.#whole = { tile: this.#size / TILE - 1, leaves: this.#open };
      this.#open = [];
      this.#push(0, this.#fold(this.#size - TILE, this.#whole.leaves));
      this.#inside.clear();
    }
  }

  /** The root of the first `size` leaves. @throws AssertionFailure when there are fewer. */
  root(size: number = this.#size): Uint8Array {
    assert(size <= this.#size, 'a root is of leaves that are there');
    return size === 0 ? EMPTY_ROOT : this.#range(0, size);
  }

  /** The proof that leaf `index` stands in the tree of the first `size` leaves: PATH of RFC 6962 §2.1.1. */
  inclusion(index: number, size: number = this.#size): readonly Uint8Array[] {
    assert(index < size && size <= this.#size, 'a leaf is proved in a tree that holds it');
    const proof: Uint8Array[] = [];
    let [from, to] = [0, size];
    while (to - from > 1) {
      const middle = from + halfOf(to - from);
      if (index < middle) {
        proof.push(this.#range(middle, to));
        to = middle;
      } else {
        proof.push(this.#range(from, middle));
        from = middle;
      }
    }
    return proof.reverse();
  }

  /** The proof that the first `first` leaves begin the first `second` ones: PROOF of RFC 6962 §2.1.2; empty for none. */
  consistency(first: number, second: number = this.#size): readonly Uint8Array[] {
    assert(first <= second && second <= this.#size, 'consistency is from an earlier size to a later one');
    const proof: Uint8Array[] = [];
    let [from, to] = [0, second];
    while (first > 0 && to !== first) {
      const middle = from + halfOf(to - from);
      if (first <= middle) {
        proof.push(this.#range(middle, to));
        to = middle;
      } else {
        proof.push(this.#range(from, middle));
        from = middle;
      }
    }
    // Where the first tree is not a left edge of the second, its last whole part begins the proof.
    return (from === 0 ? proof : [...proof, this.#range(from, to)]).reverse();
  }

  #push(level: number, hash: Uint8Array): void {
    const nodes = this.#levels[level] ?? new NodeList();
    this.#levels[level] = nodes;
    nodes.push(hash);
    if (nodes.length % 2 === 0) {
      this.#push(level + 1, nodeHash(nodes.at(nodes.length - 2), hash));
    }
  }

  /** The root over leaves `from` to `to`, cut as RFC 6962 cuts a tree. */
  #range(from: number, to: number): Uint8Array {
    const count = to - from;
    if (count < TILE) {
      return this.#fold(from, this.#leaves(from, count));
    }
    const level = Math.log2(count / TILE);
    const kept = Number.isInteger(level) && from % count === 0 ? this.#levels[level] : undefined;
    if (kept !== undefined) {
      return kept.at(from / count);
    }
    const middle = from + halfOf(count);
    return nodeHash(this.#range(from, middle), this.#range(middle, to));
  }

  /** The root over leaves of one tile; parts that a tree of any size has are hashed once. */
  #fold(from: number, leaves: readonly Uint8Array[]): Uint8Array {
    const [only] = leaves;
    assert(only !== undefined, 'a range has leaves');
    if (leaves.length === 1) {
      return only;
    }
    const height = Math.log2(leaves.length);
    const place = `${from} ${height}`;
    const known = this.#inside.get(place);
    if (known !== undefined) {
      return known;
    }
    const middle = halfOf(leaves.length);
    const [left, right] = [this.#fold(from, leaves.slice(0, middle)), this.#fold(from + middle, leaves.slice(middle))];
    const node = nodeHash(left, right);
    if (Number.isInteger(height)) {
      this.#inside.set(place, node);
    }
    return node;
  }

  /** Leaves of one tile. */
  #leaves(from: number, count: number): readonly Uint8Array[] {
    const tile = Math.floor(from / TILE);
    const first = tile * TILE;
    const isOpen = first + TILE > this.#size;
    if (!isOpen && this.#whole?.tile !== tile) {
      const leaves = this.#again(first, TILE);
      assert(leaves.length === TILE, 'leaves are given again as many as they were');
      this.#whole = { tile, leaves };
      this.#inside.clear();
    }
    const leaves = isOpen ? this.#open : (this.#whole?.leaves ?? []);
    return leaves.slice(from - first, from - first + count);
  }
}

/** The largest power of two below `count`, which is at least 2. */
function halfOf(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}
