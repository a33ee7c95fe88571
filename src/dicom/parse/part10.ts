import { utf8ToBytes } from '../../base/index.ts';
import { type Encoding, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from '../scan/index.ts';

const PREAMBLE_BYTES = 128;
const FILE_META_INFORMATION_GROUP_LENGTH = 0x00020000;
const TRANSFER_SYNTAX_UID = 0x00020010;

/** One text element in an encoding (PS3.5 §7.1), padded to even length; `vr` must be one with a 16-bit length. */
export function textElement(element: { tag: number; vr: string; text: string }, encoding: Encoding): Uint8Array {
  const value = utf8ToBytes(element.text.length % 2 === 0 ? element.text : `${element.text} `);
  return elementBytes({ ...element, value }, encoding);
}

function elementBytes(element: { tag: number; vr: string; value: Uint8Array }, encoding: Encoding): Uint8Array {
  const { tag, vr, value } = element;
  const { implicit, littleEndian } = encoding;
  const bytes = new Uint8Array(8 + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (implicit) {
    view.setUint32(4, value.length, littleEndian);
  } else {
    bytes.set(utf8ToBytes(vr), 4);
    view.setUint16(6, value.length, littleEndian);
  }
  bytes.set(value, 8);
  return bytes;
}

function preamble(transferSyntax: string, encoding: Encoding): readonly [Encoding, Uint8Array] {
  const meta = textElement({ tag: TRANSFER_SYNTAX_UID, vr: 'UI', text: transferSyntax }, EXPLICIT_LITTLE);
  const groupLength = new Uint8Array(4);
  new DataView(groupLength.buffer).setUint32(0, meta.length, true);
  const length = elementBytes(
    { tag: FILE_META_INFORMATION_GROUP_LENGTH, vr: 'UL', value: groupLength },
    EXPLICIT_LITTLE,
  );
  const bytes = new Uint8Array(PREAMBLE_BYTES + 4 + length.length + meta.length);
  bytes.set(utf8ToBytes('DICM'), PREAMBLE_BYTES);
  bytes.set(length, PREAMBLE_BYTES + 4);
  bytes.set(meta, PREAMBLE_BYTES + 4 + length.length);
  return [encoding, bytes];
}

// UIDs of odd length are padded with a NUL (PS3.5 §9.1).
const PREAMBLES: ReadonlyMap<Encoding, Uint8Array> = new Map([
  preamble('1.2.840.10008.1.2\0', IMPLICIT_LITTLE),
  preamble('1.2.840.10008.1.2.1\0', EXPLICIT_LITTLE),
  preamble('1.2.840.10008.1.2.2\0', EXPLICIT_BIG),
]);

/** Preamble, prefix and the least file meta information for a data set in `encoding` (PS3.10 §7.1). */
export function preambleFor(encoding: Encoding): Uint8Array {
  return PREAMBLES.get(encoding) ?? new Uint8Array(0);
}
