import { LIMITS } from '../../base/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { ElementList, type Elements } from './elements.ts';
import { type Encoding, IMPLICIT_LITTLE } from './encoding.ts';
import { type ElementHead, type HeadReader, headReader, MORE, readHead, rejected, type Stop } from './head.ts';

const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_DELIMITER = 0xfffee00d;
const SEQUENCE_DELIMITER = 0xfffee0dd;
const PIXEL_DATA_GROUP = 0x7fe0;
const PIXEL_DATA: ReadonlySet<number> = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const ENCAPSULATED_DOCUMENT = 0x00420011;

/** Where a walk begins and may not go beyond. */
export interface WalkOptions {
  readonly bytes: Uint8Array;
  readonly from: number;
  /** Bytes there are in all, of which `bytes` may hold only the first; infinite while that isn't known. */
  readonly total: number;
  readonly encoding: Encoding;
  /** Walk this group only, and stop before the next one. */
  readonly onlyGroup?: number;
  /** Walk one item of undefined length, and stop behind its delimiter. */
  readonly delimited?: boolean;
}

/** What a walk found: all top-level elements up to pixel data (or other long content) or the end, or why it stopped before. */
export type Walked = { readonly state: 'complete'; readonly elements: Elements; readonly end: number } | Stop;

// A sequence holds items, an item holds elements, and encapsulated pixel data inside a sequence holds opaque fragments.
interface Frame {
  readonly kind: 'sequence' | 'item' | 'fragments';
  /** Where it ends by its length; infinite when a delimiter ends it. */
  readonly end: number;
  /** No value inside may pass this. */
  readonly limit: number;
  readonly encoding: Encoding;
}

/** What holds for what is read. */
type Inside = Pick<Frame, 'encoding' | 'limit'>;

interface Walk {
  readonly options: WalkOptions;
  /** What holds outside all sequences. */
  readonly top: Inside;
  readonly stack: Frame[];
  readonly elements: ElementList;
  readonly head: HeadReader;
  at: number;
  depth: number;
  count: number;
}

type Step = 'on' | 'done' | Stop;

/**
 * Walks tag, value representation and length of every element without recursion and without reading a value
 * (DICOM PS3.5 §7). Stops before pixel data, and before other content as long. Every bound of `LIMITS` on headers is checked as it goes.
 */
export function walk(options: WalkOptions): Walked {
  const state: Walk = {
    options,
    top: { encoding: options.encoding, limit: options.total },
    stack: [],
    elements: new ElementList(),
    head: headReader(options.bytes),
    at: options.from,
    depth: 0,
    count: 0,
  };
  for (;;) {
    const step = advance(state);
    if (step === 'done') {
      return { state: 'complete', elements: state.elements, end: state.at };
    }
    if (step !== 'on') {
      return step;
    }
  }
}

function advance(state: Walk): Step {
  const frame = state.stack.at(-1);
  if (frame === undefined) {
    return state.at === state.options.total ? atEnd(state) : topLevel(state);
  }
  if (state.at === frame.end) {
    return leave(state, frame);
  }
  state.count += 1;
  if (state.count > LIMITS.headerElementsMax) {
    return rejected('too-many-elements');
  }
  const { head } = state;
  const stop = readHead(head, state.at, frame);
  if (stop !== undefined) {
    return stop;
  }
  return frame.kind === 'item' ? inItem(state, frame, head) : inSequence(state, frame, head);
}

// The last value was skipped over, which doesn't mean that its bytes are there.
function atEnd(state: Walk): Step {
  return state.at > state.head.view.byteLength ? MORE : 'done';
}

function topLevel(state: Walk): Step {
  if (inOtherGroup(state)) {
    return 'done';
  }
  const { head } = state;
  const stop = readHead(head, state.at, state.top);
  if (stop !== undefined) {
    return stop;
  }
  if (head.tag >>> 16 === PIXEL_DATA_GROUP && PIXEL_DATA.has(head.tag)) {
    return 'done';
  }
  if (head.tag === ITEM_DELIMITER && state.options.delimited) {
    state.at = head.valueStart;
    return 'done';
  }
  if (isLongContent(head) && !state.options.delimited) {
    return head.valueStart + head.length > state.top.limit ? rejected('length-beyond-end') : 'done';
  }
  state.count += 1;
  const fault = topLevelFault(state, head);
  if (fault !== undefined) {
    return rejected(fault);
  }
  return enter(state, head, state.top);
}

/** A document, or what stands behind the place of pixel data, as a maker's raw data: its content is as long as pixels, and nothing that is read follows. */
function isLongContent({ tag, length }: ElementHead): boolean {
  const isContent = tag === ENCAPSULATED_DOCUMENT || tag >>> 16 > PIXEL_DATA_GROUP;
  return isContent && length > LIMITS.keptElementBytesMax && length !== UNDEFINED_LENGTH && tag >>> 16 !== 0xfffe;
}

// Looked at before the rest of the head, which may be laid out in another encoding from here on.
function inOtherGroup({ options, head: { view }, at }: Walk): boolean {
  const { onlyGroup, encoding } = options;
  return (
    onlyGroup !== undefined && at + 2 <= view.byteLength && view.getUint16(at, encoding.littleEndian) !== onlyGroup
  );
}

// Takes the element in, unless it can't stand there.
function topLevelFault(state: Walk, head: ElementHead): QuarantineReason | undefined {
  if (head.tag >>> 16 === 0xfffe) {
    return 'stray-item';
  }
  if (!state.elements.add(head)) {
    return 'duplicate-element';
  }
  return state.count > LIMITS.headerElementsMax ? 'too-many-elements' : undefined;
}

function inItem(state: Walk, frame: Frame, head: ElementHead): Step {
  if (head.tag === ITEM_DELIMITER && frame.end === Number.POSITIVE_INFINITY) {
    state.at = head.valueStart;
    return leave(state, frame);
  }
  return head.tag >>> 16 === 0xfffe ? rejected('stray-item') : enter(state, head, frame);
}

function inSequence(state: Walk, frame: Frame, head: ElementHead): Step {
  if (head.tag === SEQUENCE_DELIMITER && frame.end === Number.POSITIVE_INFINITY) {
    state.at = head.valueStart;
    return leave(state, frame);
  }
  if (head.tag !== ITEM) {
    return rejected('stray-item');
  }
  if (frame.kind === 'fragments') {
    return skip(state, head, frame.limit);
  }
  return push(state, head, { kind: 'item', inside: frame });
}

function enter(state: Walk, head: ElementHead, inside: Inside): Step {
  const { encoding, limit } = inside;
  const undefinedLength = head.length === UNDEFINED_LENGTH;
  if (head.vr === 'SQ' || (undefinedLength && encoding.implicit)) {
    return push(state, head, { kind: 'sequence', inside });
  }
  if (undefinedLength && head.vr === 'UN') {
    // PS3.5 §6.2.2 note 4 (CP-246): an unknown sequence of undefined length is written implicit little-endian inside.
    return push(state, head, { kind: 'sequence', inside: { encoding: IMPLICIT_LITTLE, limit } });
  }
  if (undefinedLength && (head.vr === 'OB' || head.vr === 'OW')) {
    return push(state, head, { kind: 'fragments', inside });
  }
  return skip(state, head, limit);
}

function skip(state: Walk, head: ElementHead, limit: number): Step {
  if (head.length === UNDEFINED_LENGTH) {
    return rejected('undefined-length');
  }
  const end = head.valueStart + head.length;
  if (end > limit) {
    return rejected('length-beyond-end');
  }
  state.at = end;
  return 'on';
}

function push(state: Walk, head: ElementHead, { kind, inside }: Pick<Frame, 'kind'> & { inside: Inside }): Step {
  const { encoding, limit } = inside;
  const end = head.length === UNDEFINED_LENGTH ? Number.POSITIVE_INFINITY : head.valueStart + head.length;
  if (end !== Number.POSITIVE_INFINITY && end > limit) {
    return rejected('length-beyond-end');
  }
  if (kind !== 'item') {
    state.depth += 1;
  }
  if (state.depth > LIMITS.sequenceDepthMax) {
    return rejected('too-deep');
  }
  state.stack.push({ kind, encoding, end, limit: Math.min(end, limit) });
  state.at = head.valueStart;
  return 'on';
}

function leave(state: Walk, frame: Frame): Step {
  state.stack.pop();
  if (frame.kind !== 'item') {
    state.depth -= 1;
  }
  return 'on';
}
