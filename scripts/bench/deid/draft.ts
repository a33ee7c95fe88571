import type { Leaf, Sequence, Tree } from './encode.ts';
import { type Place, topTag } from './policy.ts';

type MutableTree = Map<number, Leaf | { items: MutableTree[] }>;

/** What is to be changed in the files of one series, gathered place by place; nobody overwrites what another wrote. */
export interface Draft {
  /** Whether nothing was decided yet about the top-level elements of these places. */
  free(places: readonly Place[]): boolean;
  /** Whether nothing but single values of this element was decided yet. */
  freeForItems(place: Place): boolean;
  write(place: Place, leaf: Leaf): void;
  /** One of several values of an element, counted from 1. */
  writeItem(place: Place, n: number, text: string): void;
  writeNode(tag: number, node: Leaf | Sequence): void;
  /** Takes elements out, so that a place behind them counts. */
  remove(places: readonly Place[]): void;
  /** Every change by top-level tag; `null` takes the element out. */
  changes(): ReadonlyMap<number, Leaf | Sequence | null>;
}

const CONCEPT_NAME_CODE_SEQUENCE = 0x0040a043;
const MEASURED_VALUE_SEQUENCE = 0x0040a300;

/** An empty draft. */
export function draft(): Draft {
  const tops = new Map<number, Leaf | Sequence | { items: MutableTree[] } | null>();
  const texts = new Map<number, { vr: string; texts: string[] }>();
  return {
    free: (places) => places.every((place) => !tops.has(topTag(place)) && !texts.has(topTag(place))),
    freeForItems: ({ tag }) => !tops.has(tag),
    write: (place, leaf) => put(tops as MutableTree, place, leaf),
    writeItem({ tag, vr }, n, text) {
      const found = texts.get(tag) ?? { vr, texts: [] };
      found.texts[n - 1] = text;
      texts.set(tag, found);
    },
    writeNode: (tag, node) => void tops.set(tag, node),
    remove(places) {
      for (const place of places) {
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

function put(tree: MutableTree, place: Place, leaf: Leaf): void {
  if (place.concept !== undefined) {
    const [scheme = '', code = ''] = place.concept.split(' ');
    sequenceAt(tree, place.tag).items.push(numericItem({ scheme, code, number: leaf.value }));
    return;
  }
  let at = tree;
  for (const tag of place.within) {
    const { items } = sequenceAt(at, tag);
    items[0] ??= new Map();
    at = items[0];
  }
  at.set(place.tag, leaf);
}

function sequenceAt(tree: MutableTree, tag: number): { items: MutableTree[] } {
  const found = tree.get(tag);
  if (found && 'items' in found) {
    return found;
  }
  const made = { items: [] };
  tree.set(tag, made);
  return made;
}

/** A NUM item of a content tree (PS3.3 C.18.1). */
function numericItem({ scheme, code, number }: { scheme: string; code: string; number: Leaf['value'] }): MutableTree {
  const name: MutableTree = new Map([
    [0x00080100, { vr: 'SH', value: code }],
    [0x00080102, { vr: 'SH', value: scheme }],
  ]);
  const value: Tree = new Map([[0x0040a30a, { vr: 'DS', value: number }]]);
  return new Map<number, Leaf | { items: MutableTree[] }>([
    [0x0040a040, { vr: 'CS', value: 'NUM' }],
    [CONCEPT_NAME_CODE_SEQUENCE, { items: [name] }],
    [MEASURED_VALUE_SEQUENCE, { items: [value as MutableTree] }],
  ]);
}
