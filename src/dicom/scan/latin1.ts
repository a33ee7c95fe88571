/** Each byte as the character of that code: exact for ASCII, and for comparing anything else byte by byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** `text` without the spaces and NULs that pad values to even length (PS3.5 §6.2), and without leading spaces. */
export function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\0')) {
    end -= 1;
  }
  let start = 0;
  while (start < end && text[start] === ' ') {
    start += 1;
  }
  return text.slice(start, end);
}
