// Elements in the encodings of DICOM PS3.5 §7.

/** How a data set is laid out. */
export interface Layout {
  readonly implicit: boolean;
  readonly little: boolean;
}

/** The layout of a transfer syntax. */
export function layoutOf(syntax: string): Layout {
  return { implicit: syntax === '1.2.840.10008.1.2', little: syntax !== '1.2.840.10008.1.2.2' };
}

/** A value; numbers are laid out when it is known in which byte order. */
export type Value = string | Uint8Array | { readonly numbers: readonly number[] };

/** An element with a value. */
export interface Leaf {
  readonly vr: string;
  readonly value: Value;
}

/** A sequence of items; `unknown` writes it as UN of undefined length, whose inside is implicit. */
export interface Sequence {
  readonly items: readonly Tree[];
  readonly unknown?: boolean;
  readonly delimited?: boolean;
}

/** Elements by tag. */
export type Tree = ReadonlyMap<number, Leaf | Sequence>;

const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const UNDEFINED = 0xffffffff;
const IMPLICIT: Layout = { implicit: true, little: true };

/** The bytes of one element. */
export function encoded(tag: number, node: Leaf | Sequence, layout: Layout): Uint8Array {
  return 'items' in node ? sequence(tag, node, layout) : leaf(tag, node, layout);
}

/** The bytes of an element with a value, of even length. */
export function leaf(tag: number, { vr, value }: Leaf, layout: Layout): Uint8Array {
  const bytes = padded(bytesOf(vr, value, layout), vr);
  return Buffer.concat([head(tag, { vr, length: bytes.length }, layout), bytes]);
}

function bytesOf(vr: string, value: Value, { little }: Layout): Uint8Array {
  if (typeof value === 'string') {
    return Buffer.from(value, 'latin1');
  }
  if (value instanceof Uint8Array) {
    return value;
  }
  const size = vr === 'FD' ? 8 : vr === 'US' || vr === 'SS' ? 2 : 4;
  const view = new DataView(new ArrayBuffer(size * value.numbers.length));
  const write = {
    FD: view.setFloat64,
    FL: view.setFloat32,
    US: view.setUint16,
    SS: view.setInt16,
    UL: view.setUint32,
    SL: view.setInt32,
  }[vr];
  if (write === undefined) {
    throw new RangeError(`${vr} holds no numbers`);
  }
  for (const [at, number] of value.numbers.entries()) {
    write.call(view, at * size, number, little);
  }
  return new Uint8Array(view.buffer);
}

function padded(bytes: Uint8Array, vr: string): Uint8Array {
  if (bytes.length % 2 === 0) {
    return bytes;
  }
  return Buffer.concat([bytes, Buffer.from(vr === 'UI' || vr === 'OB' || vr === 'UN' ? '\0' : ' ')]);
}

function head(tag: number, { vr, length }: { vr: string; length: number }, { implicit, little }: Layout): Uint8Array {
  const bare = implicit || tag >>> 16 === 0xfffe;
  const bytes = new Uint8Array(!bare && LONG.has(vr) ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, little);
  view.setUint16(2, tag & 0xffff, little);
  if (bare) {
    view.setUint32(4, length, little);
    return bytes;
  }
  bytes.set(Buffer.from(vr, 'latin1'), 4);
  if (LONG.has(vr)) {
    view.setUint32(8, length, little);
  } else {
    view.setUint16(6, length, little);
  }
  return bytes;
}

function sequence(tag: number, { items, unknown = false, delimited = false }: Sequence, layout: Layout): Uint8Array {
  const inside = unknown ? IMPLICIT : layout;
  const vr = unknown ? 'UN' : 'SQ';
  const bodies = items.map((item) => tree(item, inside));
  const open = unknown || delimited;
  const written = bodies.flatMap((body) =>
    open
      ? [head(0xfffee000, { vr, length: UNDEFINED }, inside), body, head(0xfffee00d, { vr, length: 0 }, inside)]
      : [head(0xfffee000, { vr, length: body.length }, inside), body],
  );
  const body = Buffer.concat(written);
  return open
    ? Buffer.concat([head(tag, { vr, length: UNDEFINED }, layout), body, head(0xfffee0dd, { vr, length: 0 }, inside)])
    : Buffer.concat([head(tag, { vr, length: body.length }, layout), body]);
}

function tree(elements: Tree, layout: Layout): Uint8Array {
  const ascending = [...elements].sort(([a], [b]) => a - b);
  return Buffer.concat(ascending.map(([tag, node]) => encoded(tag, node, layout)));
}
