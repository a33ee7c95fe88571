import { concatBytes, utf8ToBytes } from '../../src/base/index.ts';

/** How a data set is laid out. */
export interface Layout {
  readonly implicit: boolean;
  readonly little: boolean;
}

export const EXPLICIT: Layout = { implicit: false, little: true };
export const IMPLICIT: Layout = { implicit: true, little: true };
export const BIG: Layout = { implicit: false, little: false };

export const UID = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  big: '1.2.840.10008.1.2.2',
  jpeg2000: '1.2.840.10008.1.2.4.90',
};

const LONG = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'];
const UNDEFINED = 0xffffffff;

/** A value of even length, from text or bytes. */
function value(of: string | Uint8Array, padding = ' '): Uint8Array {
  const bytes = typeof of === 'string' ? utf8ToBytes(of) : of;
  return bytes.length % 2 === 0 ? bytes : concatBytes(bytes, utf8ToBytes(padding));
}

/** The head of an element: any length may be claimed. */
export function head(tag: number, vr: string, length: number, layout = EXPLICIT): Uint8Array {
  const long = !layout.implicit && LONG.includes(vr) && tag >>> 16 !== 0xfffe;
  const bytes = new Uint8Array(long ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, layout.little);
  view.setUint16(2, tag & 0xffff, layout.little);
  if (layout.implicit || tag >>> 16 === 0xfffe) {
    view.setUint32(4, length, layout.little);
    return bytes;
  }
  bytes.set(utf8ToBytes(vr), 4);
  if (long) {
    view.setUint32(8, length, layout.little);
  } else {
    view.setUint16(6, length, layout.little);
  }
  return bytes;
}

/** One element with its value. */
export function element(tag: number, vr: string, of: string | Uint8Array, layout = EXPLICIT): Uint8Array {
  const bytes = value(of, vr === 'UI' ? '\0' : ' ');
  return concatBytes(head(tag, vr, bytes.length, layout), bytes);
}

/** A sequence of items, each the bytes of its elements; with delimiters or with lengths. */
export function sequence(
  tag: number,
  items: readonly Uint8Array[],
  { delimited, layout = EXPLICIT, vr = 'SQ' }: { delimited: boolean; layout?: Layout; vr?: string },
): Uint8Array {
  if (delimited) {
    const inside = items.flatMap((item) => [
      head(0xfffee000, '', UNDEFINED, layout),
      item,
      head(0xfffee00d, '', 0, layout),
    ]);
    return concatBytes(head(tag, vr, UNDEFINED, layout), ...inside, head(0xfffee0dd, '', 0, layout));
  }
  const inside = concatBytes(...items.flatMap((item) => [head(0xfffee000, '', item.length, layout), item]));
  return concatBytes(head(tag, vr, inside.length, layout), inside);
}

/** Preamble, prefix, file meta information and data set. */
export function part10(
  data: Uint8Array,
  { syntax = UID.explicit, sopClass = '1.2.840.10008.5.1.4.1.1.2' } = {},
): Uint8Array {
  const meta = concatBytes(element(0x00020002, 'UI', sopClass), element(0x00020010, 'UI', syntax));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, meta.length, true);
  return concatBytes(new Uint8Array(128), utf8ToBytes('DICM'), element(0x00020000, 'UL', length), meta, data);
}

/** Elements in ascending order. */
export function dataSet(...elements: readonly Uint8Array[]): Uint8Array {
  const tagOf = (bytes: Uint8Array): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return view.getUint16(0, true) * 65_536 + view.getUint16(2, true);
  };
  return concatBytes(...[...elements].sort((a, b) => tagOf(a) - tagOf(b)));
}

/** What every storable file has: patient, study, series and instance. */
export function identifiers({
  patient = 'P1',
  study = '1.2.3',
  series = '1.2.3.4',
  instance = '1.2.3.4.5',
} = {}): Uint8Array[] {
  return [
    element(0x00080018, 'UI', instance),
    element(0x00100020, 'LO', patient),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', series),
  ];
}

/** Numbers of a binary value representation, little-endian. */
export function binary(vr: 'US' | 'FL' | 'FD', ...numbers: readonly number[]): Uint8Array {
  const size = { US: 2, FL: 4, FD: 8 }[vr];
  const bytes = new Uint8Array(size * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [at, number] of numbers.entries()) {
    if (vr === 'US') {
      view.setUint16(at * size, number, true);
    } else if (vr === 'FL') {
      view.setFloat32(at * size, number, true);
    } else {
      view.setFloat64(at * size, number, true);
    }
  }
  return bytes;
}
