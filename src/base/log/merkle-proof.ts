import { equalBytes } from '../bytes.ts';
import { nodeHash } from './merkle-hash.ts';

const HASH_BYTES = 32;

/** That a leaf stands at `index` in the tree of `size` leaves with this root. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  /** From the leaf's sibling up. */
  readonly proof: readonly Uint8Array[];
}

/** Whether an inclusion proof holds (RFC 9162 §2.1.3.2); malformed input is `false`, never an error. */
export function isIncluded({ index, size, leaf, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, root, ...proof].every(isHash)) {
    return false;
  }
  const path = pathOf(index, size - 1);
  let hash = leaf;
  for (const sibling of proof) {
    if (path.last === 0) {
      return false;
    }
    hash = path.isRight() ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    path.climb();
  }
  return path.last === 0 && equalBytes(hash, root);
}

/** That the tree with the first root is what the tree with the second one began as. */
export interface ConsistencyClaim {
  readonly first: { readonly size: number; readonly root: Uint8Array };
  readonly second: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether a consistency proof holds (RFC 9162 §2.1.4.2); malformed input is `false`. Every tree extends the one without
 * leaves, by an empty proof.
 */
export function isConsistent({ first, second, proof }: ConsistencyClaim): boolean {
  if (![first.size, second.size].every(isCount) || first.size > second.size) {
    return false;
  }
  if (![first.root, second.root, ...proof].every(isHash)) {
    return false;
  }
  if (first.size === second.size) {
    return proof.length === 0 && equalBytes(first.root, second.root);
  }
  return first.size === 0 ? proof.length === 0 : climbsToBoth({ first, second, proof });
}

function climbsToBoth({ first, second, proof }: ConsistencyClaim): boolean {
  // A first tree that is one whole subtree of the second is its own start of the path.
  const isWhole = Number.isInteger(Math.log2(first.size));
  const [start, ...rest] = isWhole ? [first.root, ...proof] : proof;
  if (start === undefined || proof.length === 0) {
    return false;
  }
  const path = pathOf(first.size - 1, second.size - 1);
  path.skipRight();
  let [older, newer] = [start, start];
  for (const sibling of rest) {
    if (path.last === 0) {
      return false;
    }
    if (path.isRight()) {
      [older, newer] = [nodeHash(sibling, older), nodeHash(sibling, newer)];
    } else {
      newer = nodeHash(newer, sibling);
    }
    path.climb();
  }
  return path.last === 0 && equalBytes(older, first.root) && equalBytes(newer, second.root);
}

/** The way from a node to the root, beside the way from the last node of the tree. */
interface Path {
  readonly last: number;
  /** Whether the node is joined with one on its left; the last node of a level is, once it has climbed to where one is. */
  isRight(): boolean;
  /** To the parent that the next hash of the proof is beside. */
  climb(): void;
  /** Up while the node is a right child. */
  skipRight(): void;
}

function pathOf(index: number, lastIndex: number): Path {
  let [at, last] = [index, lastIndex];
  const up = (): void => {
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  };
  const isRight = (): boolean => at % 2 === 1 || at === last;
  return {
    get last() {
      return last;
    },
    isRight,
    climb() {
      if (isRight()) {
        while (at % 2 === 0 && at !== 0) {
          up();
        }
      }
      up();
    },
    skipRight() {
      while (at % 2 === 1) {
        up();
      }
    },
  };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}
