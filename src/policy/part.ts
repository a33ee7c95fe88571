import type { Field } from './document.ts';

/**
 * Which part of its element a field reads, `undefined` for all of it: one of several values, or one concept of a report.
 * Fields that read different parts may share an element; such a field is named after its column, not after the element.
 */
export function partOf({ tag, transform, alsoReads = [] }: Field): string | undefined {
  if (transform.kind === 'vocabulary-item') {
    return `item ${transform.item}`;
  }
  const concept = alsoReads.find((element) => element.tag === tag && element.concept !== undefined)?.concept;
  return concept === undefined ? undefined : `concept ${concept}`;
}

/** The keyword that stands for each tag: that of the field that reads all of it, else of the first that reads one value. */
export function elementNames(fields: readonly Field[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const field of fields) {
    const part = partOf(field);
    if (part === undefined || (part.startsWith('item') && !names.has(field.tag))) {
      names.set(field.tag, field.keyword);
    }
  }
  return names;
}
