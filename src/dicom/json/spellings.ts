import { bytesToHex } from '../../base/index.ts';
import { bytesInCharset } from './charset-bytes.ts';
import { HIGH_LETTERS, NO_LETTER, WINDOWS_LETTERS } from './charsets.table.ts';

const [UTF_8, LATIN_1] = ['ISO_IR 192', 'ISO_IR 100'];
const ASCII = /^[\0-\x7f]*$/;
const CHARSETS = [UTF_8, ...HIGH_LETTERS.keys(), 'GBK'];
const FIRST = 0x80;
const WINDOWS = new RegExp(`[${WINDOWS_LETTERS.replaceAll(NO_LETTER, '')}]`, 'g');
const MARKS = /\p{M}/u;

/**
 * Every spelling that the parts of an identifier have in some file, each once: in UTF-8, in each character set that is used alone, and
 * in Latin-1 with the letters of Windows. A letter beyond ASCII is spelt by bytes beyond ASCII in all of them, so nobody's identifier
 * has the spelling of another one in ASCII.
 */
export function spellingsOf(parts: readonly string[]): readonly (readonly Uint8Array[])[] {
  const inSet = (texts: readonly string[], charset: string) => texts.map((text) => bytesInCharset(text, charset));
  if (parts.every((part) => ASCII.test(part))) {
    return [inSet(parts, UTF_8)];
  }
  const whole = parts.map(composed);
  const spelt = [parts, whole].flatMap((texts) => CHARSETS.map((charset) => inSet(texts, charset)));
  const all = [...spelt, inSet(whole.map(asOnWindows), LATIN_1)];
  return [...new Map(all.map((spelling) => [spelling.map(bytesToHex).join(' '), spelling])).values()];
}

/** Some systems write a letter and its accent as two characters; files don't. */
function composed(text: string): string {
  return MARKS.test(text) ? text.normalize('NFC') : text;
}

/** With the control characters of Latin-1 that stand for letters of Windows in many a file. */
function asOnWindows(text: string): string {
  return text.replace(WINDOWS, (letter) => String.fromCharCode(FIRST + WINDOWS_LETTERS.indexOf(letter)));
}
