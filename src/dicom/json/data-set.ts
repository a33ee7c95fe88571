import { z } from 'zod';
import { toUtf8, withoutEnd } from '../../base/index.ts';
import { tagHex } from '../parse/index.ts';

/** One data set in DICOM JSON: elements by eight hex digits, looked at only when they are asked for. */
export interface JsonDataSet {
  /** The tags of its elements. */
  tags(): readonly number[];
  /** An element's values as one text, backslashes between them as in a file; `undefined` when there is none. */
  text(tag: number): string | undefined;
  /** The same of an identifier: none of what was sent as a number that JSON can't tell from all others. */
  identifier(tag: number): string | undefined;
  /** The items of a sequence. */
  items(tag: number): readonly JsonDataSet[];
  /** Whether the element is there and isn't what PS3.18 F.2 says an element is. */
  isMalformed(tag: number): boolean;
}

const Elements = z.record(z.string(), z.unknown());
/** BulkDataURI and InlineBinary stand in the place of `Value`, and nothing that is read is ever there. */
const Element = z.object({ Value: z.array(z.unknown()).optional() });
const PersonName = z.object({
  Alphabetic: z.string().optional(),
  Ideographic: z.string().optional(),
  Phonetic: z.string().optional(),
});

/** Reads one object of DICOM JSON whose size and depth were checked; `undefined` when it isn't one. */
export function jsonDataSet(bytes: Uint8Array): JsonDataSet | undefined {
  const text = toUtf8(bytes);
  try {
    return text === undefined ? undefined : dataSetOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function dataSetOf(raw: unknown): JsonDataSet | undefined {
  const parsed = Elements.safeParse(raw);
  if (!parsed.success) {
    return undefined;
  }
  const elements = parsed.data;
  // PS3.18 writes the letters of a tag in upper case; some servers don't.
  const named = (tag: number): unknown => elements[tagHex(tag)] ?? elements[tagHex(tag).toLowerCase()];
  const values = (tag: number): readonly unknown[] => Element.safeParse(named(tag)).data?.Value ?? [];
  return {
    tags: () => Object.keys(elements).map((tag) => Number.parseInt(tag, 16)),
    text: (tag) => joined(values(tag)),
    identifier: (tag) => (values(tag).every(isDistinct) ? joined(values(tag)) : undefined),
    items: (tag) => values(tag).flatMap((item) => dataSetOf(item) ?? []),
    isMalformed: (tag) => named(tag) !== undefined && !Element.safeParse(named(tag)).success,
  };
}

function joined(values: readonly unknown[]): string | undefined {
  const parts = values.map(valueText);
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join('\\');
}

/** DS and IS come as numbers or as text; a name's three spellings are one text in a file (PS3.5 §6.2). */
function valueText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(value);
    case 'object':
      return value === null ? '' : nameText(value);
    default:
      return undefined;
  }
}

/** Whole numbers beyond 2^53, and fractions such as 12.1 and 12.10, are read as one, and two people with such identifiers would be one. */
function isDistinct(value: unknown): boolean {
  return typeof value !== 'number' || Number.isSafeInteger(value);
}

function nameText(value: object): string | undefined {
  const name = PersonName.strict().safeParse(value);
  return name.success
    ? withoutEnd(
        [name.data.Alphabetic, name.data.Ideographic, name.data.Phonetic].map((spelling) => spelling ?? '').join('='),
        '=',
      )
    : undefined;
}
