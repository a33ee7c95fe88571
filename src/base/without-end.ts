/** `text` without the letters of `ends` that it ends in. In one pass: a regular expression for this takes the square of a long run within. */
export function withoutEnd(text: string, ends: string): string {
  let length = text.length;
  while (length > 0 && ends.includes(text.charAt(length - 1))) {
    length -= 1;
  }
  return text.slice(0, length);
}
