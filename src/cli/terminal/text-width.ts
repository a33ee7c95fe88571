/** Letters that a terminal gives two columns: those of East Asia but for the narrow forms of some, and pictures. Unicode Annex 11. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u1100-\u115f\u3000-\u303e\uac00-\ud7a3\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;
const NARROW = /[\uff61-\uff9f]/u;
/** What is drawn over or within the letter before it. */
const NONE = /[\p{Mn}\p{Me}\u1160-\u11ff]|\u200c|\u200d/u;
const PLAIN = /^[ -~]*$/;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : Array.from(text).reduce((width, letter) => width + columnsOf(letter), 0);
}

function columnsOf(letter: string): number {
  if (NONE.test(letter)) {
    return 0;
  }
  return WIDE.test(letter) && !NARROW.test(letter) ? 2 : 1;
}

/** The blanks that a text lacks of so many columns. */
export function fill(text: string, columns = 0): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text)));
}
