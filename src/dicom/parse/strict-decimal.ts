// PS3.5 §6.2 DS and IS, and the shortest form in which JavaScript writes a binary number. Nothing is skipped over:
// '1,25' and '5mm' aren't numbers. The length bounds the work, far above the 16 characters of a DS.
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const CHARACTERS_MAX = 64;

/**
 * The number that `text` (without padding) spells, by the whole of its characters; `undefined` when it spells none
 * or one beyond what a double holds ('1e400').
 */
export function strictDecimal(text: string): number | undefined {
  if (text.length > CHARACTERS_MAX || !DECIMAL.test(text)) {
    return undefined;
  }
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
