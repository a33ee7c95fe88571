import type { Leaf, Sequence, Tree } from './encode.ts';
import { type Place, topTag } from './policy.ts';

type MutableTree = Map<number, Leaf | MutableSequence>;
interface MutableSequence {
  readonly items: MutableTree[];
}

/** What is to be changed in the files of one series, gathered place by place; nobody overwrites what another wrote. */
export interface Draft {
  /** Whether `place` can still be written. */
  free(place: Place): boolean;
  /** Whether nothing stands in `place`, so that one behind it counts. */
  empty(place: Place): boolean;
  /** Whether nothing but single values of this element was decided yet. */
  freeForItems(place: Place): boolean;
  write(place: Place, leaf: Leaf): void;
  /** One of several values of an element, counted from 1. */
  writeItem(place: Place, n: number, text: string): void;
  /** Writes an element, or puts items behind those that a sequence has already; `false` where something else stands. */
  writeNode(tag: number, node: Leaf | Sequence): boolean;
  /** Takes what files have there out. */
  remove(place: Place): void;
  /** Every change by top-level tag; `null` takes the element out. */
  changes(): ReadonlyMap<number, Leaf | Sequence | null>;
}

/** An empty draft. */
export function draft(): Draft {
  const tops = new Map<number, Leaf | MutableSequence | null>();
  const texts = new Map<number, { vr: string; texts: string[] }>();
  const written = new Set<string>();
  const removed = new Set<string>();
  const isNested = ({ within, concept }: Place): boolean => within.length > 0 || concept !== undefined;
  const open = (place: Place): boolean => {
    const top = tops.get(topTag(place));
    return isNested(place) ? !top || 'items' in top : top === undefined && !texts.has(place.tag);
  };
  return {
    free: (place) => open(place) && !written.has(pathOf(place)) && !removed.has(pathOf(place)),
    empty: (place) => (open(place) || tops.get(topTag(place)) === null) && !written.has(pathOf(place)),
    freeForItems: ({ tag }) => !tops.has(tag),
    write(place, leaf) {
      written.add(pathOf(place));
      put(tops, place, leaf);
    },
    writeItem({ tag, vr }, n, text) {
      const found = texts.get(tag) ?? { vr, texts: [] };
      found.texts[n - 1] = text;
      texts.set(tag, found);
    },
    writeNode(tag, node) {
      const top = tops.get(tag);
      if (top && 'items' in top && 'items' in node) {
        top.items.push(...node.items.map((item) => new Map(item) as MutableTree));
        return true;
      }
      const free = top === undefined && !texts.has(tag);
      if (free) {
        tops.set(tag, node as Leaf | MutableSequence);
      }
      return free;
    },
    remove(place) {
      removed.add(pathOf(place));
      // A sequence that was begun here holds nothing of the file any more.
      if (!tops.get(topTag(place))) {
        tops.set(topTag(place), null);
      }
    },
    changes() {
      const joined = [...texts].map(([tag, { vr, texts: items }]) => {
        const value = Array.from(items, (text) => text ?? '').join('\\');
        return [tag, { vr, value }] as const;
      });
      return new Map<number, Leaf | Sequence | null>([...tops, ...joined]);
    },
  };
}

function pathOf({ within, tag, concept }: Place): string {
  return [...within, tag, concept ?? ''].join(' ');
}

type Tops = Map<number, Leaf | MutableSequence | null>;

function put(tops: Tops, place: Place, leaf: Leaf): void {
  if (place.concept !== undefined) {
    const [scheme = '', code = ''] = place.concept.split(' ');
    sequenceAt(tops, place.tag).items.push(numericItem({ scheme, code, number: leaf.value }));
    return;
  }
  let at: Tops | MutableTree = tops;
  for (const tag of place.within) {
    const { items } = sequenceAt(at, tag);
    items[0] ??= new Map();
    at = items[0];
  }
  at.set(place.tag, leaf);
}

function sequenceAt(tree: Tops | MutableTree, tag: number): MutableSequence {
  const found = tree.get(tag);
  if (found && 'items' in found) {
    return found;
  }
  const made = { items: [] };
  tree.set(tag, made);
  return made;
}

const CONCEPT_NAME_CODE_SEQUENCE = 0x0040a043;
const MEASURED_VALUE_SEQUENCE = 0x0040a300;

/** A NUM item of a content tree (PS3.3 C.18.1). */
function numericItem({ scheme, code, number }: { scheme: string; code: string; number: Leaf['value'] }): MutableTree {
  const name: MutableTree = new Map([
    [0x00080100, { vr: 'SH', value: code }],
    [0x00080102, { vr: 'SH', value: scheme }],
  ]);
  const value: Tree = new Map([[0x0040a30a, { vr: 'DS', value: number }]]);
  return new Map<number, Leaf | MutableSequence>([
    [0x0040a040, { vr: 'CS', value: 'NUM' }],
    [CONCEPT_NAME_CODE_SEQUENCE, { items: [name] }],
    [MEASURED_VALUE_SEQUENCE, { items: [value as MutableTree] }],
  ]);
}
