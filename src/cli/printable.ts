/** Control characters of either set but line ends and tabs, and what turns the direction of text round. */
const ACTING = /(?!\r\n|[\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
const LINE_ENDS = /[\t\n\r]/g;

/**
 * A text in which nothing acts on a terminal: other parties' words may stand in it. What would act is shown as `\u001b` is, which
 * in JSON is the same text.
 */
export function printable(text: string): string {
  return text.replace(ACTING, escaped);
}

/** The same for what has to stay within one line, so that nobody's words look like ours. */
export function printableCell(text: string): string {
  return printable(text).replace(LINE_ENDS, escaped);
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
