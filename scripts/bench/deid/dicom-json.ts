import { identity } from './archive.ts';
import { type Charset, decoded } from './charsets.ts';
import type { Leaf, Sequence } from './encode.ts';
import type { PlannedInstance, PlannedSeries } from './plan.ts';

/** One data set in DICOM JSON (PS3.18 F). */
export type JsonDataSet = Readonly<Record<string, unknown>>;

/** What is planted in one instance, as a DICOMweb server that keeps the source's own (0008,0005) tells it. */
export function jsonInstance(series: PlannedSeries, { uid, source }: PlannedInstance): JsonDataSet {
  const elements = new Map([...series.changes, ...identity(series, uid.text)]);
  const syntax = { vr: 'UI', Value: [source.part10!.syntax] };
  return { ...jsonTree(elements, series.person.charset), '00083002': syntax };
}

function jsonTree(tree: ReadonlyMap<number, Leaf | Sequence | null>, charset: Charset): JsonDataSet {
  const members = [...tree].flatMap(([tag, node]) =>
    node === null ? [] : [[tag.toString(16).toUpperCase().padStart(8, '0'), jsonElement(node, charset)] as const],
  );
  return Object.fromEntries(members);
}

const BYTES = new Set(['OB', 'UN']);
const ONE_TEXT = new Set(['LT', 'ST', 'UT']);

function jsonElement(node: Leaf | Sequence, charset: Charset): unknown {
  if ('items' in node) {
    return { vr: 'SQ', Value: node.items.map((item) => jsonTree(item, charset)) };
  }
  const { vr, value } = node;
  if (typeof value === 'object' && 'numbers' in value) {
    return { vr, Value: value.numbers };
  }
  if (BYTES.has(vr)) {
    return { vr, InlineBinary: Buffer.from(value).toString('base64') };
  }
  const text = textOf(node, charset);
  if (vr === 'PN') {
    const [Alphabetic, Ideographic] = text.split('=');
    return { vr, Value: [{ Alphabetic, ...(Ideographic !== undefined && { Ideographic }) }] };
  }
  const values = ONE_TEXT.has(vr) ? [text] : text.split('\\');
  return { vr, Value: values.map((one) => (one === '' ? null : one)) };
}

/** What stands in an element, as people read it. */
export function textOf({ value }: Leaf, charset: Charset): string {
  if (typeof value === 'string') {
    return value;
  }
  return value instanceof Uint8Array ? decoded(charset, value) : value.numbers.join('\\');
}
