/** The value of one element as it was written: text with its padding and backslashes, or binary numbers. */
export type HeaderValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] };

/** Values by tag, group and element as one unsigned 32-bit number. Empty and absent elements aren't in it. */
export type HeaderValues = ReadonlyMap<number, HeaderValue>;

/** `tag` as eight upper-case hex digits, as dcmjs names elements. */
export function tagHex(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}
