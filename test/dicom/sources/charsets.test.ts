import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesInCharset } from '../../../src/dicom/json/index.ts';
import { charsetFor } from '../../../src/dicom/parse/charset.ts';

/** Over what each character that is no half of another is spelt as, alone. */
function digestOf(charset: string | undefined): string {
  const digest = createHash('sha256');
  for (let code = 0; code < 0x10000; code += 1) {
    if (code < 0xd800 || code >= 0xe000) {
      const bytes = Buffer.from(bytesInCharset(String.fromCharCode(code), charset));
      digest.update(`${code.toString(16)} ${bytes.toString('hex')}\n`);
    }
  }
  return digest.digest('hex').slice(0, 16);
}

const spelt = (text: string, charset?: string) => Buffer.from(bytesInCharset(text, charset)).toString('hex');
const utf8 = (text: string) => Buffer.from(text).toString('hex');

// Worked out under Node 20.20.2, whose decoders these spellings came from once. Another spelling of a letter is another pseudonym of whoever
// has it in an identifier, so none of these may ever change, on any version of Node.
const DIGESTS: readonly (readonly [string | undefined, string])[] = [
  [undefined, 'd72ea2a0dd94434d'],
  ['ISO_IR 13', 'fce488fb8544fe93'],
  ['ISO_IR 100', 'd72ea2a0dd94434d'],
  ['ISO_IR 101', '2c3f6d5cb37bb2da'],
  ['ISO_IR 109', '9e0511f348b20588'],
  ['ISO_IR 110', 'dc5bb983026edc30'],
  ['ISO_IR 126', 'e38c50def5e9717f'],
  ['ISO_IR 127', '9dc4af7fb00fb59b'],
  ['ISO_IR 138', 'ecc781ef3de0d959'],
  ['ISO_IR 144', '63eff4a5bd3f6fbe'],
  ['ISO_IR 148', 'c08783fda0edfc99'],
  ['ISO_IR 166', '4e3b0dc5a3b35da1'],
  ['ISO 2022 IR 166', '4e3b0dc5a3b35da1'],
  ['ISO_IR 192', 'e5ab3ab3d415fd29'],
  ['GBK', '982f3cfab6f1cf40'],
  ['GB18030', '982f3cfab6f1cf40'],
  ['no such set', 'e5ab3ab3d415fd29'],
];

describe('the spelling of identifiers', () => {
  it.each(DIGESTS)('in %s is the same on every version of Node', (charset, digest) => {
    expect(digestOf(charset)).toBe(digest);
  });

  it('is UTF-8 for letters that Latin-1 lacks and Windows puts in the place of its control characters', () => {
    for (const letter of '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ') {
      expect(spelt(`${letter}1`), letter).toBe(utf8(`${letter}1`));
      expect(spelt(`${letter}1`, 'ISO_IR 100'), letter).toBe(utf8(`${letter}1`));
    }
    expect(spelt('\u008a1')).toBe('8a31');
  });

  it.each(['constructor', 'toString', '__proto__', 'valueOf'])('is UTF-8 for a set called %s', (charset) => {
    expect(spelt('Mü9', charset)).toBe(utf8('Mü9'));
  });
});

describe('text of a file in Latin-1', () => {
  it.each(['ISO_IR 100', '', 'no such set'])(
    'has control characters where Windows has letters, on every version of Node: %j',
    (term) => {
      const { decode } = charsetFor(Buffer.from(term));
      expect(decode(Buffer.from('C\u008cUR', 'latin1'), 'LO')).toBe('C\u008cUR');
      expect(decode(Buffer.from('Sch\u00e4del', 'latin1'), 'LO')).toBeUndefined(); // as dcmjs has it
    },
  );
});
