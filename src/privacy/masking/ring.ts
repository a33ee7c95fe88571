import { assert } from '../../base/index.ts';

// Vectors over the integers modulo 2⁶⁴, in which masks cancel. BigUint64Array wraps by itself.

const WORD_BYTES = 8;

/** Integers of −2⁶³ … 2⁶³ − 1 as elements of the ring. @throws AssertionFailure for one outside. */
export function toRing(values: readonly bigint[]): BigUint64Array {
  return BigUint64Array.from(values, (value) => {
    assert(value === BigInt.asIntN(64, value), 'what is masked lies within 64 bits');
    return BigInt.asUintN(64, value);
  });
}

/** The integers of −2⁶³ … 2⁶³ − 1 that elements of the ring stand for. */
export function fromRing(ring: BigUint64Array): readonly bigint[] {
  return Array.from(ring, (value) => BigInt.asIntN(64, value));
}

/** Adds a vector to `sum`, or takes it away. @throws AssertionFailure for another length. */
export function addTo(sum: BigUint64Array, other: BigUint64Array, sign: 1 | -1): void {
  assert(sum.length === other.length, 'vectors of one round are of one length');
  for (let at = 0; at < sum.length; at += 1) {
    const [own, more] = [sum[at] ?? 0n, other[at] ?? 0n];
    sum[at] = sign === 1 ? own + more : own - more;
  }
}

/** Eight bytes an element, lowest first, whatever the machine. */
export function ringBytes(ring: BigUint64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(ring.length * WORD_BYTES));
  ring.forEach((value, at) => {
    view.setBigUint64(at * WORD_BYTES, value, true);
  });
  return new Uint8Array(view.buffer);
}

/** Reads what `ringBytes` wrote. @throws AssertionFailure for a length that is not whole. */
export function ringOf(bytes: Uint8Array): BigUint64Array {
  assert(bytes.length % WORD_BYTES === 0, 'an element of the ring has eight bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return BigUint64Array.from({ length: bytes.length / WORD_BYTES }, (_, at) =>
    view.getBigUint64(at * WORD_BYTES, true),
  );
}
