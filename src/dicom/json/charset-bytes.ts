import { utf8ToBytes } from '../../base/index.ts';
import { HIGH_LETTERS, LOW_LETTERS, NO_LETTER } from './charsets.table.ts';
import { GBK_LETTERS, GBK_SINGLE } from './gbk.table.ts';

/** The code of each letter of a set beyond ASCII. */
type Codes = ReadonlyMap<string, readonly number[]>;

// PS3.3 C.12.1.1.2, single-byte sets without code extensions and the two of two bytes.
const LATIN_1 = 'ISO_IR 100';
const TWO_BYTES: ReadonlySet<string> = new Set(['GBK', 'GB18030']);

const [FIRST, FIRST_HIGH] = [0x80, 0xa0];
const [FIRST_OF_TWO, FIRST_SECOND, DELETE] = [0x81, 0x40, 0x7f];

const ASCII = /^[\0-\x7f]*$/;
const NOTHING = new Uint8Array(0);

/**
 * The bytes that `text`, which JSON carries as UTF-8, has in a file whose (0008,0005) is `charset`, so that identifiers give
 * the same pseudonyms whichever way they come. A server that decoded a file without that element took it for Latin-1. Text
 * that the set can't spell, and text in several sets with escape sequences, is UTF-8.
 */
export function bytesInCharset(text: string, charset: string | undefined): Uint8Array {
  if (text === '' || ASCII.test(text)) {
    return text === '' ? NOTHING : utf8ToBytes(text);
  }
  const term = charset?.trim().replace(/^ISO 2022 IR /, 'ISO_IR ') || LATIN_1;
  const codes = codesOf(term);
  return (codes && encoded(text, codes)) ?? utf8ToBytes(text);
}

function encoded(text: string, codes: Codes): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = ASCII.test(letter) ? [letter.charCodeAt(0)] : codes.get(letter);
    if (code === undefined) {
      return undefined;
    }
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

const known = new Map<string, Codes | undefined>();

/** The codes of the set with this term; `undefined` where there is none. */
function codesOf(term: string): Codes | undefined {
  if (!known.has(term) && (term === LATIN_1 || HIGH_LETTERS.has(term) || TWO_BYTES.has(term))) {
    known.set(term, new Map(TWO_BYTES.has(term) ? twoByteCodes() : singleByteCodes(term)));
  }
  return known.get(term);
}

function* singleByteCodes(term: string): Generator<readonly [string, readonly number[]]> {
  const letters = `${LOW_LETTERS.get(term) ?? NO_LETTER.repeat(FIRST_HIGH - FIRST)}${HIGH_LETTERS.get(term)}`;
  for (let code = FIRST; code < FIRST_HIGH; code += 1) {
    yield [String.fromCharCode(code), [code]]; // control characters, which all of them have
  }
  for (const [at, letter] of [...letters].entries()) {
    if (letter !== NO_LETTER) {
      yield [letter, [FIRST + at]];
    }
  }
}

function* twoByteCodes(): Generator<readonly [string, readonly number[]]> {
  for (const [row, letters] of GBK_LETTERS.entries()) {
    for (const [at, letter] of [...letters].entries()) {
      const second = FIRST_SECOND + at;
      yield [letter, [FIRST_OF_TWO + row, second < DELETE ? second : second + 1]];
    }
  }
  for (const [letter, code] of GBK_SINGLE) {
    yield [letter, [code]];
  }
}
