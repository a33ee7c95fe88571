/** The value of one element as it was written: text with its padding and backslashes, or binary numbers. */
export type HeaderValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] };

/** Values by tag, group and element as one unsigned 32-bit number. Empty and absent elements aren't in it. */
export type DataSetValues = ReadonlyMap<number, HeaderValue>;

/** Where a value stands in a header. */
export interface Place {
  readonly tag: number;
  /** Sequences to go down through, the first item of each; empty for an element of the header itself. */
  readonly within: readonly number[];
  /** `scheme code` of a numeric concept in the tree of a structured report below `tag`; its largest value counts. */
  readonly concept?: string | undefined;
}

/** What a header holds, by place; `undefined` for what is empty, absent or can't be read. */
export interface HeaderValues {
  at(place: Place): HeaderValue | undefined;
}

/** `tag` as eight upper-case hex digits, as dcmjs names elements. */
export function tagHex(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}
