import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Layout, layoutOf, leaf } from './encode.ts';

// A reader of the bench's own, so that what is planted doesn't depend on the scanner under test. It keeps the bytes of
// every top-level element as they are, and gives up where a file isn't regular.

/** A top-level element: its tag and all its bytes. */
export interface RawElement {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** A Part 10 file, taken apart. */
export interface Part10 {
  readonly syntax: string;
  readonly layout: Layout;
  readonly meta: readonly RawElement[];
  /** Those before pixel data, ascending. */
  readonly elements: readonly RawElement[];
  /** Pixel data and whatever follows. */
  readonly rest: Uint8Array;
}

const META_START = 132;
const UNDEFINED = 0xffffffff;
const DEFLATED = ['1.2.840.10008.1.2.1.99'];
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const SHORT = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
const DEPTH_MAX = 24;
const EXPLICIT: Layout = { implicit: false, little: true };
const IMPLICIT: Layout = { implicit: true, little: true };

/** Takes a file apart; `undefined` when it isn't a regular Part 10 file of an image or document. */
export function readPart10(file: Uint8Array): Part10 | undefined {
  if (Buffer.from(file.subarray(128, META_START)).toString('latin1') !== 'DICM') {
    return undefined;
  }
  try {
    return takenApart(file);
  } catch {
    return undefined;
  }
}

function takenApart(file: Uint8Array): Part10 | undefined {
  const metaWalk = walked(file, { from: META_START, layout: EXPLICIT, group: 2 });
  const syntax = valueText(metaWalk.elements, 0x00020010);
  if (syntax === undefined || valueText(metaWalk.elements, 0x00020002) === '1.2.840.10008.1.3.10') {
    return undefined;
  }
  const layout = layoutOf(syntax);
  const body = file.subarray(metaWalk.end);
  const data = DEFLATED.includes(syntax) ? inflateRawSync(body) : body;
  const { elements, end } = walked(data, { from: 0, layout });
  const ascending = elements.every(({ tag }, at) => at === 0 || tag > elements[at - 1]!.tag);
  return ascending && elements.length > 0
    ? { syntax, layout, meta: metaWalk.elements, elements, rest: data.subarray(end) }
    : undefined;
}

interface WalkOptions {
  readonly from: number;
  readonly layout: Layout;
  readonly group?: number;
}

function walked(bytes: Uint8Array, { from, layout, group }: WalkOptions): { elements: RawElement[]; end: number } {
  const elements: RawElement[] = [];
  let at = from;
  while (at < bytes.length) {
    // Looked at first: behind file meta information the rest of the head may be laid out in another way.
    const groupHere = Buffer.from(bytes.subarray(at, at + 2)).readUInt16LE();
    if (group !== undefined && groupHere !== group) {
      break;
    }
    const next = headAt(bytes, at, layout);
    if (next.tag >>> 16 === 0x7fe0) {
      break;
    }
    const end = endOf(bytes, next, { layout, depth: 0 });
    elements.push({ tag: next.tag, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return { elements, end: at };
}

interface Head {
  readonly tag: number;
  readonly vr: string;
  readonly value: number;
  readonly length: number;
}

function headAt(bytes: Uint8Array, at: number, { implicit, little }: Layout): Head {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = view.getUint16(at, little) * 65_536 + view.getUint16(at + 2, little);
  if (implicit || tag >>> 16 === 0xfffe) {
    return { tag, vr: '', value: at + 8, length: view.getUint32(at + 4, little) };
  }
  const vr = Buffer.from(bytes.subarray(at + 4, at + 6)).toString('latin1');
  if (LONG.has(vr)) {
    return { tag, vr, value: at + 12, length: view.getUint32(at + 8, little) };
  }
  irregularUnless(SHORT.has(vr));
  return { tag, vr, value: at + 8, length: view.getUint16(at + 6, little) };
}

interface Inside {
  readonly layout: Layout;
  readonly depth: number;
}

function endOf(bytes: Uint8Array, head: Head, { layout, depth }: Inside): number {
  irregularUnless(depth < DEPTH_MAX && head.tag >>> 16 !== 0xfffe);
  const sequence = head.vr === 'SQ' || head.length === UNDEFINED;
  if (!sequence) {
    irregularUnless(head.value + head.length <= bytes.length);
    return head.value + head.length;
  }
  // An unknown sequence of undefined length is implicit inside (PS3.5 §6.2.2).
  const inside = { layout: head.vr === 'UN' ? IMPLICIT : layout, depth: depth + 1 };
  const limit = head.length === UNDEFINED ? Number.POSITIVE_INFINITY : head.value + head.length;
  let at = head.value;
  while (at < limit) {
    const item = headAt(bytes, at, inside.layout);
    if (item.tag === 0xfffee0dd && limit === Number.POSITIVE_INFINITY) {
      return item.value;
    }
    irregularUnless(item.tag === 0xfffee000);
    at = endOfItem(bytes, item, inside);
  }
  irregularUnless(at === limit && at <= bytes.length);
  return at;
}

function endOfItem(bytes: Uint8Array, item: Head, inside: Inside): number {
  const limit = item.length === UNDEFINED ? Number.POSITIVE_INFINITY : item.value + item.length;
  let at = item.value;
  while (at < limit) {
    const head = headAt(bytes, at, inside.layout);
    if (head.tag === 0xfffee00d && limit === Number.POSITIVE_INFINITY) {
      return head.value;
    }
    at = endOf(bytes, head, inside);
  }
  irregularUnless(at === limit);
  return at;
}

function irregularUnless(regular: boolean): void {
  if (!regular) {
    throw new RangeError('not a regular file');
  }
}

/** The text of a short explicit element of file meta information. */
function valueText(elements: readonly RawElement[], tag: number): string | undefined {
  const found = elements.find((element) => element.tag === tag);
  return (
    found &&
    Buffer.from(found.bytes.subarray(8))
      .toString('latin1')
      .replace(/[\0 ]+$/, '')
  );
}

/** Puts a file together again, under a preamble of 128 bytes. */
export function writePart10({ syntax, meta, elements, rest }: Part10, preamble: Uint8Array): Uint8Array {
  const data = Buffer.concat([...elements.map(({ bytes }) => bytes), rest]);
  const body = DEFLATED.includes(syntax) ? deflateRawSync(data) : data;
  const withoutLength = Buffer.concat(meta.filter(({ tag }) => tag !== 0x00020000).map(({ bytes }) => bytes));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(withoutLength.length);
  const groupLength = leaf(0x00020000, { vr: 'UL', value: length }, EXPLICIT);
  return Buffer.concat([preamble, Buffer.from('DICM'), groupLength, withoutLength, body]);
}

/** `elements` with those of `changes` put in their place; `null` takes one out. */
export function changed(
  elements: readonly RawElement[],
  changes: ReadonlyMap<number, Uint8Array | null>,
): readonly RawElement[] {
  const all = new Map(elements.map(({ tag, bytes }) => [tag, bytes]));
  for (const [tag, bytes] of changes) {
    if (bytes === null) {
      all.delete(tag);
    } else {
      all.set(tag, bytes);
    }
  }
  return [...all].map(([tag, bytes]) => ({ tag, bytes })).sort((a, b) => a.tag - b.tag);
}
