import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Policy } from '../../../src/policy/index.ts';
import { DUMP_OPTIONS, type DumpedElement, elementsOf } from './dump.ts';

/**
 * What `dcmdump` says of one file: value representation, a space, and the raw text, by the tags that lead to it
 * (`5200,9229/0028,9110/0018,0050`; of sequences the first item). Numbers of a report's tree stand under
 * `0040,A730 of SCHEME CODE`, all of them in the order of the file, joined by backslashes.
 */
export type Recorded = Readonly<Record<string, string>>;

/** An element that some column reads. */
export interface WantedElement {
  /** The sequences to go down through, then the element itself. */
  readonly path: readonly string[];
  /** In a report's tree: coding scheme and code. */
  readonly concept: string | undefined;
}

/** The key of an element in a record. */
export function keyOf({ path, concept }: WantedElement): string {
  return concept === undefined ? path.join('/') : `${path.at(-1)} of ${concept}`;
}

/** What the columns of a field read, in order of preference. */
export function readBy(field: Policy['document']['fields'][number]): readonly WantedElement[] {
  const further = (field.alsoReads ?? []).map(({ tag, within = [], concept }) => ({ path: [...within, tag], concept }));
  return [{ path: [field.tag], concept: undefined }, ...further];
}

/** Every element that a column of one of the policies reads; nothing else goes on record. */
export function wantedBy(policies: readonly Policy[]): readonly WantedElement[] {
  const read = policies.flatMap(({ columns }) => [...columns.values()].flatMap(({ field }) => readBy(field)));
  return [...new Map(read.map((element) => [keyOf(element), element])).values()];
}

/** The record of the file at `folder`/`name`, made by dcmtk. */
export function recordOf(file: { folder: string; name: string }, wanted: readonly WantedElement[]): Recorded {
  const dump = execFileSync('dcmdump', [...DUMP_OPTIONS, join(file.folder, file.name)], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const elements = elementsOf(dump);
  const found = wanted.flatMap((element) => {
    const text = element.concept === undefined ? plain(elements, element) : measured(elements, element.concept);
    return text === undefined ? [] : [[keyOf(element), text]];
  });
  return Object.fromEntries(found.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

function plain(elements: readonly DumpedElement[], { path }: WantedElement): string | undefined {
  const key = path.join('/');
  const found = elements.find((each) => each.path.join('/') === key && each.items.every((item) => item === 0));
  return found?.text === undefined ? undefined : `${found.vr} ${found.text}`;
}

/** The numeric values of all content items that are named by the concept, at any depth of the tree. */
function measured(elements: readonly DumpedElement[], concept: string): string | undefined {
  const [scheme, code] = concept.split(' ');
  // Of an element inside a sequence of a content item: which content item that is.
  const itemWhere = (sequence: string, tag: string, holds: (text: string) => boolean): [string, string][] =>
    elements.flatMap(({ path, items, text }) =>
      path.at(-2) === sequence && path.at(-1) === tag && text !== undefined && holds(text)
        ? [[JSON.stringify([path.slice(0, -2), items.slice(0, -1)]), text]]
        : [],
    );
  const ofScheme = new Map(itemWhere('0040,A043', '0008,0102', (text) => text === scheme));
  const ofCode = new Map(itemWhere('0040,A043', '0008,0100', (text) => text === code));
  const numbers = itemWhere('0040,A300', '0040,A30A', () => true)
    .filter(([item]) => ofScheme.has(item) && ofCode.has(item))
    .map(([, text]) => text);
  return numbers.length === 0 ? undefined : `DS ${numbers.join('\\')}`;
}
