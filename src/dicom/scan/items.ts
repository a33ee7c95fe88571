import type { DataSet } from './data-set.ts';
import { type Encoding, IMPLICIT_LITTLE } from './encoding.ts';
import { type ElementHead, headReader, readHead } from './head.ts';
import { walk } from './walk.ts';

const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;

/**
 * The items of a sequence in a data set that was scanned to its end, one after the other. It ends at the first one that
 * can't be walked alone, such as an item in which an element occurs twice.
 */
export function* itemsOf(of: DataSet, tag: number): Generator<DataSet> {
  const sequence = of.elements.get(tag);
  if (sequence === undefined || !(of.encoding.implicit || sequence.vr === 'SQ' || sequence.vr === 'UN')) {
    return;
  }
  const encoding = encodingInside(sequence, of.encoding);
  const end = sequence.length === UNDEFINED_LENGTH ? of.data.length : sequence.valueStart + sequence.length;
  for (let at = sequence.valueStart; at < end; ) {
    const item = itemAt(of.data, at, { encoding, end });
    if (item === undefined) {
      return;
    }
    yield { data: of.data, encoding, elements: item.elements };
    at = item.end;
  }
}

/** PS3.5 §6.2.2 note 4 (CP-246): what an element of unknown representation holds is implicit little-endian. */
function encodingInside(sequence: ElementHead, encoding: Encoding): Encoding {
  return sequence.vr === 'UN' ? IMPLICIT_LITTLE : encoding;
}

function itemAt(data: Uint8Array, at: number, inside: { encoding: Encoding; end: number }) {
  const { encoding, end } = inside;
  const head = headReader(data);
  if (readHead(head, at, { encoding, limit: end }) !== undefined || head.tag !== ITEM) {
    return undefined;
  }
  const delimited = head.length === UNDEFINED_LENGTH;
  const total = delimited ? end : head.valueStart + head.length;
  const walked = walk({ bytes: data, from: head.valueStart, total, encoding, delimited });
  if (walked.state !== 'complete') {
    return undefined;
  }
  // A walk that met pixel data (of an icon) stops there; an item of known length ends where it says.
  return { elements: walked.elements, end: delimited ? walked.end : total };
}
