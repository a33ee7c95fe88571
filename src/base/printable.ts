/**
 * What acts and isn't seen: control characters of either set but line ends and tabs, what turns the direction of text round, and what
 * has no width. Variation selectors only choose between two drawings of a letter.
 */
const UNSEEN =
  /(?!\r\n|\t|\n|\p{Variation_Selector})[\p{Cc}\p{Cf}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;
const LINE_ENDS = /[\t\n\r]/g;
/** Joiners, without which some scripts can't be written. */
const JOINERS = /[\u200c\u200d]/g;
/** Scripts in whose words a joiner is seen, and needed; between other letters it would only hide. */
const SCRIPTS = [
  'Arab',
  'Syrc',
  'Mong',
  'Nkoo',
  'Adlm',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
  'Khmr',
]
  .map((one) => `\\p{Script=${one}}`)
  .join('');
/** A single joiner between letters of such a script, or one that makes a picture of several: looked back from at joiners only, which is quick. */
const JOINS = new RegExp(
  `(?=[\\u200c\\u200d])(?:(?<=[${SCRIPTS}]\\p{M}*)[\\u200c\\u200d](?=[${SCRIPTS}])|(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic}))`,
  'gu',
);

/**
 * A text in which nothing acts on a terminal or page, or hides: other parties' words may stand in it. What would is shown as
 * `\u202e` is, which in JSON is the same text. A joiner stays where it joins, and is shown so where it doesn't.
 */
export function printable(text: string): string {
  const joined = new Set(Array.from(text.matchAll(JOINS), ({ index }) => index));
  return text.replace(UNSEEN, (letter, at: number) => (joined.has(at) ? letter : escaped(letter)));
}

/** The same for what has to stay within one line, so that nobody's words look like ours. */
export function printableCell(text: string): string {
  return printable(text).replace(LINE_ENDS, escaped);
}

/** Whether a text holds what would be shown escaped, and no script needs. */
export function hidesSomething(text: string): boolean {
  const plain = text.replace(JOINERS, '');
  return printable(plain) !== plain;
}

function escaped(letter: string): string {
  return letter
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
