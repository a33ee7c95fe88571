import { LIMITS } from '../../base/index.ts';
import { bytesPerNumber, type DataSet, type ElementHead, type Encoding } from '../scan/index.ts';
import { dictionaryVr } from './dcmjs.ts';
import { preambleFor, textElement } from './part10.ts';

/** (0008,0005). */
export const SPECIFIC_CHARACTER_SET = 0x00080005;
const UNDEFINED_LENGTH = 0xffffffff;

/** The raw bytes of an element's value; none when it is absent or empty. */
export function rawValue({ data, elements }: DataSet, tag: number): Uint8Array {
  const found = elements.get(tag);
  return found === undefined || found.length === UNDEFINED_LENGTH
    ? new Uint8Array(0)
    : data.subarray(found.valueStart, found.valueStart + found.length);
}

/** Whether an element that is looked at, or the character set, is longer than `LIMITS.keptElementBytesMax`. */
export function holdsLongElement(of: DataSet, wanted: ReadonlySet<number>): boolean {
  const long = of.elements.where(
    (tag, length) =>
      length > LIMITS.keptElementBytesMax &&
      length !== UNDEFINED_LENGTH &&
      (wanted.has(tag) || tag === SPECIFIC_CHARACTER_SET),
  );
  return long.some((element) => element.tag === SPECIFIC_CHARACTER_SET || isValue(element, of.encoding));
}

/**
 * A small Part 10 file that holds only the `wanted` elements of a data set, byte for byte as they stood, and one character
 * set. What can't be a value (a sequence, a number of broken length, an empty element) is left out: it counts as missing,
 * and so does what is longer than `LIMITS.parsedElementBytesMax`, so that no header keeps dcmjs busy for long.
 */
export function prune(of: DataSet, wanted: ReadonlySet<number>, charset: string): ArrayBuffer {
  return joined([
    preambleFor(of.encoding),
    textElement({ tag: SPECIFIC_CHARACTER_SET, vr: 'CS', text: charset }, of.encoding),
    ...elementsIn(of, wanted).map((element) => of.data.subarray(element.start, element.valueStart + element.length)),
  ]);
}

/** The wanted elements that can be values, in the order of the data set. */
export function elementsIn({ elements, encoding }: DataSet, wanted: ReadonlySet<number>): readonly ElementHead[] {
  const parsed = (tag: number, length: number) => wanted.has(tag) && length <= LIMITS.parsedElementBytesMax;
  return elements.where(parsed).filter((element) => isValue(element, encoding));
}

/** dcmjs takes the dictionary's word where the file doesn't say. */
export function representationOf({ tag, vr }: ElementHead, encoding: Encoding): string | undefined {
  return encoding.implicit || vr === 'UN' ? dictionaryVr(tag) : vr;
}

function isValue(element: ElementHead, encoding: Encoding): boolean {
  if (element.tag === SPECIFIC_CHARACTER_SET || element.length === 0 || element.length === UNDEFINED_LENGTH) {
    return false;
  }
  const vr = representationOf(element, encoding);
  if (vr === undefined || vr === 'SQ') {
    return false;
  }
  const bytes = bytesPerNumber(vr === 'xs' ? 'US' : vr);
  return bytes === undefined || element.length % bytes === 0;
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
