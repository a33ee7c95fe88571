import { LIMITS } from '../../base/index.ts';
import { bytesPerNumber, type ElementHead, type Encoding, type ScannedHeader } from '../scan/index.ts';
import { charsetFor } from './charset.ts';
import { dictionaryVr } from './dcmjs.ts';
import { preambleFor, textElement } from './part10.ts';

const SPECIFIC_CHARACTER_SET = 0x00080005;
const UNDEFINED_LENGTH = 0xffffffff;

/** The raw bytes of a top-level element's value; none when it is absent or empty. */
export function rawValue(header: ScannedHeader, tag: number): Uint8Array {
  const found = header.elements.get(tag);
  return found === undefined || found.length === UNDEFINED_LENGTH ? new Uint8Array(0) : valueBytes(header, found);
}

/**
 * A small Part 10 file that holds only the `wanted` elements, byte for byte as they stood, and one character set.
 * What can't be a value (a sequence, a number of broken length, an empty element) is left out: it counts as missing.
 * `undefined` when a wanted element is longer than `LIMITS.keptElementBytesMax`.
 */
export function prune(header: ScannedHeader, wanted: ReadonlySet<number>): ArrayBuffer | undefined {
  const kept = [...header.elements.values()].filter(
    (element) => wanted.has(element.tag) && isValue(element, header.encoding),
  );
  if (kept.some((element) => element.length > LIMITS.keptElementBytesMax)) {
    return undefined;
  }
  const charset = charsetFor(rawValue(header, SPECIFIC_CHARACTER_SET));
  return joined([
    preambleFor(header.encoding),
    textElement({ tag: SPECIFIC_CHARACTER_SET, vr: 'CS', text: charset }, header.encoding),
    ...kept.map((element) => header.data.subarray(element.start, element.valueStart + element.length)),
  ]);
}

function isValue(element: ElementHead, encoding: Encoding): boolean {
  if (element.tag === SPECIFIC_CHARACTER_SET || element.length === 0 || element.length === UNDEFINED_LENGTH) {
    return false;
  }
  // dcmjs takes the dictionary's word where the file doesn't say, so a number's length is held against that.
  const vr = encoding.implicit || element.vr === 'UN' ? dictionaryVr(element.tag) : element.vr;
  if (vr === undefined || vr === 'SQ') {
    return false;
  }
  const bytes = bytesPerNumber(vr === 'xs' ? 'US' : vr);
  return bytes === undefined || element.length % bytes === 0;
}

function valueBytes(header: ScannedHeader, { valueStart, length }: ElementHead): Uint8Array {
  return header.data.subarray(valueStart, valueStart + length);
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}
