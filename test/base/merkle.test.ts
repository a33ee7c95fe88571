import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  bytesToHex,
  type ConsistencyClaim,
  EMPTY_ROOT,
  hexToBytes,
  type InclusionClaim,
  isConsistent,
  isIncluded,
  leafHash,
  MerkleTree,
} from '../../src/base/index.ts';
import { CONSISTENCY, INCLUSION, LEAVES, ROOTS } from './merkle-vectors.table.ts';

const leaves = LEAVES.map((hex) => leafHash(hexToBytes(hex)));
const rootAt = (size: number): Uint8Array => (size === 0 ? EMPTY_ROOT : hexToBytes(ROOTS[size - 1] ?? ''));

function treeOf(hashes: readonly Uint8Array[]): MerkleTree & { readonly asked: number[] } {
  const asked: number[] = [];
  const tree = new MerkleTree((first, count) => {
    asked.push(first);
    return hashes.slice(first, first + count);
  });
  for (const hash of hashes) {
    tree.add(hash);
  }
  return Object.assign(tree, { asked });
}

/** RFC 6962 §2.1, word for word and by Node’s own SHA-256: what the fast tree is compared with. */
function plainRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) {
    return createHash('sha256').digest();
  }
  if (hashes.length === 1) {
    return only;
  }
  let half = 1;
  while (half * 2 < hashes.length) {
    half *= 2;
  }
  const parts = [plainRoot(hashes.slice(0, half)), plainRoot(hashes.slice(half))];
  return createHash('sha256').update(Uint8Array.of(1)).update(Buffer.concat(parts)).digest();
}

const many = Array.from({ length: 1_100 }, (_, at) => leafHash(Uint8Array.of(at & 255, at >> 8)));
const SIZES = [1, 2, 3, 7, 8, 255, 256, 257, 300, 511, 512, 513, 767, 768, 1_000, 1_023, 1_024, 1_025, 1_100];

describe('the Merkle tree', () => {
  it('has the published roots, and that of nothing', () => {
    const tree = treeOf(leaves);
    expect(leaves.map((_, at) => bytesToHex(tree.root(at + 1)))).toEqual([...ROOTS]);
    expect(bytesToHex(tree.root(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('gives the published proofs', () => {
    const tree = treeOf(leaves);
    for (const { index, size, proof } of INCLUSION) {
      expect(tree.inclusion(index, size).map(bytesToHex)).toEqual(proof);
    }
    for (const { from, to, proof } of CONSISTENCY) {
      expect(tree.consistency(from, to).map(bytesToHex)).toEqual(proof);
    }
  });

  it('has the roots of RFC 6962 at every size around its tiles', () => {
    const tree = treeOf(many);
    for (const size of SIZES) {
      expect(bytesToHex(tree.root(size)), `size ${size}`).toBe(bytesToHex(plainRoot(many.slice(0, size))));
    }
  });

  it('proves every leaf it is asked for, in every tree that holds it', () => {
    const tree = treeOf(many);
    for (const size of SIZES) {
      const root = tree.root(size);
      for (const index of new Set(
        [0, 1, Math.floor(size / 2), size - 2, size - 1].filter((at) => at >= 0 && at < size),
      )) {
        const claim = { index, size, leaf: many[index] ?? root, root, proof: tree.inclusion(index, size) };
        expect(isIncluded(claim), `leaf ${index} of ${size}`).toBe(true);
        expect(isIncluded({ ...claim, leaf: many[(index + 1) % many.length] ?? root }) && size > 1).toBe(false);
      }
    }
  });

  it('proves that it only grew, between any two sizes', () => {
    const tree = treeOf(many);
    for (const from of [0, ...SIZES]) {
      for (const to of SIZES.filter((size) => size >= from)) {
        const first = { size: from, root: tree.root(from) };
        const second = { size: to, root: tree.root(to) };
        const claim = { first, second, proof: tree.consistency(from, to) };
        expect(isConsistent(claim), `${from} to ${to}`).toBe(true);
        const other = { ...first, root: leafHash(first.root) };
        expect(isConsistent({ ...claim, first: other }), `another ${from}`).toBe(from === 0 && to > 0);
      }
    }
  });

  it('has the right root and proofs at every step of its growth, asked about old leaves too', () => {
    const tree = new MerkleTree((first, count) => many.slice(first, first + count));
    for (const [at, leaf] of many.slice(0, 300).entries()) {
      tree.add(leaf);
      const size = at + 1;
      const root = Uint8Array.from(plainRoot(many.slice(0, size)));
      expect(tree.root()).toEqual(root);
      for (const index of new Set([0, at >> 1, at])) {
        const claim = { index, size, leaf: many[index] ?? root, root, proof: tree.inclusion(index) };
        expect(isIncluded(claim), `leaf ${index} of ${size}`).toBe(true);
      }
    }
  });

  it('asks for leaves again only of old tiles, and never for those that were just added', () => {
    const tree = treeOf(many.slice(0, 1_030));
    tree.inclusion(1_029);
    tree.inclusion(1_020);
    expect(tree.asked).toEqual([]);
    tree.inclusion(5);
    tree.inclusion(6);
    expect(tree.asked).toEqual([0]);
  });
});

/** Changes that transparency-dev/merkle, proof/verify_test.go, tries on each good inclusion proof. */
function brokenInclusions(good: InclusionClaim): Record<string, InclusionClaim> {
  const { index, size, proof, root } = good;
  const random = hexToBytes('abacaba000000000000000000000000000000000000000000060061e00123456');
  return {
    'index - 1': { ...good, index: index - 1 },
    'index + 1': { ...good, index: index + 1 },
    'index ^ 2': { ...good, index: index ^ 2 },
    'size * 2': { ...good, size: size * 2 },
    'size / 2': { ...good, size: Math.floor(size / 2) },
    'wrong leaf': { ...good, leaf: new TextEncoder().encode('WrongLeaf') },
    'empty root': { ...good, root: EMPTY_ROOT },
    'random root': { ...good, root: random },
    'trailing garbage': { ...good, proof: [...proof, new Uint8Array(0)] },
    'trailing root': { ...good, proof: [...proof, root] },
    'preceding garbage': { ...good, proof: [new Uint8Array(0), ...proof] },
    'preceding root': { ...good, proof: [root, ...proof] },
    ...Object.fromEntries(proof.map((_, at) => [`bit in ${at}`, { ...good, proof: flipped(proof, at, 8) }])),
    ...(proof.length > 0 ? { 'one less': { ...good, proof: proof.slice(0, -1) } } : {}),
    ...(proof.length > 1 ? { 'one more': { ...good, proof: [proof[0] ?? root, random, ...proof.slice(1)] } } : {}),
  };
}

/** As above, for consistency proofs. */
function brokenConsistencies(good: ConsistencyClaim): Record<string, ConsistencyClaim> {
  const { first, second, proof } = good;
  const wrong = new TextEncoder().encode('WrongRoot');
  const from = (size: number): ConsistencyClaim => ({ ...good, first: { ...first, size } });
  const to = (size: number): ConsistencyClaim => ({ ...good, second: { ...second, size } });
  return {
    'size1 - 1': from(first.size - 1),
    'size1 + 1': from(first.size + 1),
    'size1 ^ 2': from(first.size ^ 2),
    'size2 * 2': to(second.size * 2),
    'size2 / 2': to(Math.floor(second.size / 2)),
    'wrong root1': { ...good, first: { ...first, root: wrong } },
    'wrong root2': { ...good, second: { ...second, root: wrong } },
    'swapped roots': { ...good, first: { ...first, root: second.root }, second: { ...second, root: first.root } },
    'empty proof': { ...good, proof: [] },
    'trailing garbage': { ...good, proof: [...proof, new Uint8Array(0)] },
    'trailing root1': { ...good, proof: [...proof, first.root] },
    'trailing root2': { ...good, proof: [...proof, second.root] },
    'preceding garbage': { ...good, proof: [new Uint8Array(0), ...proof] },
    'preceding root1': { ...good, proof: [first.root, ...proof] },
    'preceding root2': { ...good, proof: [second.root, ...proof] },
    'preceding itself': { ...good, proof: [proof[0] ?? first.root, ...proof] },
    'one less': { ...good, proof: proof.slice(0, -1) },
    ...Object.fromEntries(proof.map((_, at) => [`bit in ${at}`, { ...good, proof: flipped(proof, at, 16) }])),
  };
}

function flipped(proof: readonly Uint8Array[], at: number, bit: number): readonly Uint8Array[] {
  return proof.map((hash, place) => (place === at ? Uint8Array.of((hash[0] ?? 0) ^ bit, ...hash.slice(1)) : hash));
}

describe('a proof', () => {
  it.each(INCLUSION)('of inclusion holds as published, and no change of it does: leaf $index of $size', (vector) => {
    const { index, size } = vector;
    const leaf = leaves[index] ?? EMPTY_ROOT;
    const good = { index, size, leaf, root: rootAt(size), proof: vector.proof.map(hexToBytes) };
    expect(isIncluded(good)).toBe(true);
    expect(Object.entries(brokenInclusions(good)).filter(([, claim]) => isIncluded(claim))).toEqual([]);
  });

  it.each(CONSISTENCY)('of consistency holds as published, and no change of it does: $from to $to', (vector) => {
    const { from, to } = vector;
    const good: ConsistencyClaim = {
      first: { size: from, root: rootAt(from) },
      second: { size: to, root: rootAt(to) },
      proof: vector.proof.map(hexToBytes),
    };
    expect(isConsistent(good)).toBe(true);
    const broken = vector.proof.length === 0 ? {} : brokenConsistencies(good);
    expect(Object.entries(broken).filter(([, claim]) => isConsistent(claim))).toEqual([]);
  });

  it('is judged as published where there is little to judge', () => {
    const [one, two] = [hexToBytes(ROOTS[0]), hexToBytes(ROOTS[1])];
    const judge = (
      from: number,
      to: number,
      roots: readonly [Uint8Array, Uint8Array],
      proof: readonly Uint8Array[] = [],
    ) => isConsistent({ first: { size: from, root: roots[0] }, second: { size: to, root: roots[1] }, proof });
    expect([judge(0, 0, [one, one]), judge(0, 1, [one, two]), judge(1, 1, [two, two])]).toEqual([true, true, true]);
    expect([judge(0, 0, [one, two]), judge(1, 1, [one, two]), judge(1, 0, [one, two])]).toEqual([false, false, false]);
    expect([judge(2, 1, [one, two]), judge(1, 2, [one, two]), judge(0, 1, [one, one], [one])]).toEqual([
      false,
      false,
      false,
    ]);
    const nothing = { leaf: one, root: one, proof: [] };
    expect(isIncluded({ ...nothing, index: 0, size: 0 }) || isIncluded({ ...nothing, index: 1, size: 1 })).toBe(false);
    expect(isIncluded({ ...nothing, index: 0, size: 1 })).toBe(true);
  });
});
