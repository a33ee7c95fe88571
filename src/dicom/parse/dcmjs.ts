import dcmjs from 'dcmjs';
import { type HeaderValue, tagHex } from './values.ts';

// dcmjs logs bytes of the file that it can't read, through two loggers; both are off in every process that loads it.
dcmjs.log.setLevel('silent');
dcmjs.log.getLogger('validation.dcmjs').setLevel('silent');

const { DicomMessage, DicomMetaDictionary, ValueRepresentation, WriteBufferStream } = dcmjs.data;

// dcmjs also formats what it reads, which nobody here looks at. Of these it takes trailing blanks off by an expression
// whose time grows with the square of a run of blanks: seconds for one value, and a file of some could outlast its time.
for (const vr of ['LT', 'PN', 'ST', 'TM', 'UC', 'UT']) {
  ValueRepresentation.createByTypeString(vr).applyFormatting = (value) => value;
}

/** The value representation that the DICOM data dictionary (PS3.6) gives `tag`, or `undefined` for an unknown one. */
export function dictionaryVr(tag: number): string | undefined {
  return dictionaryEntry(tag)?.vr;
}

/** Whether the dictionary gives elements of `tag` one value. */
export function holdsOneValue(tag: number): boolean {
  return dictionaryEntry(tag)?.vm === '1';
}

let keywords: ReadonlySet<string> | undefined;

/** Whether the dictionary has a keyword that is `name` in lower case. */
export function isKeyword(name: string): boolean {
  keywords ??= new Set(Object.keys(DicomMetaDictionary.nameMap).map((keyword) => keyword.toLowerCase()));
  return keywords.has(name);
}

function dictionaryEntry(tag: number) {
  const hex = tagHex(tag);
  return DicomMetaDictionary.dictionary[`(${hex.slice(0, 4)},${hex.slice(4)})`];
}

/**
 * Parses a small Part 10 file and gives its elements' values as they were written, never as dcmjs reads them.
 * @throws anything, bare strings too: dcmjs does. The caller calls that a failed parse and repeats nothing of it.
 */
export function parsePart10(file: ArrayBuffer): Map<number, HeaderValue> {
  const { dict } = DicomMessage.readFile(file);
  const values = new Map<number, HeaderValue>();
  for (const [hex, element] of Object.entries(dict)) {
    const value = asWritten(element._rawValue);
    if (value !== undefined) {
      values.set(Number.parseInt(hex, 16), value);
    }
  }
  return values;
}

function asWritten(raw: unknown): HeaderValue | undefined {
  if (!Array.isArray(raw) || raw.length === 0) {
    return undefined;
  }
  const items: readonly unknown[] = raw;
  if (items.every((item) => typeof item === 'string')) {
    return { kind: 'text', text: items.join('\\') };
  }
  return items.every((item) => typeof item === 'number') ? { kind: 'numbers', numbers: items } : undefined;
}

/** One element to write: eight hex digits, value representation, values. */
export interface ElementToWrite {
  readonly tag: string;
  readonly vr: string;
  readonly values: readonly unknown[];
}

/** The bytes of each element in a transfer syntax, as dcmjs's own file writer lays them out. */
export function encodeElements(elements: readonly ElementToWrite[], transferSyntax: string): Uint8Array[] {
  const stream = new WriteBufferStream(1024, true);
  const ends = elements.map(({ tag, vr, values }) => {
    DicomMessage.writeTagObject(stream, tag, vr, values, transferSyntax, { allowInvalidVRLength: true });
    return stream.size;
  });
  const bytes = new Uint8Array(stream.getBuffer());
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}
