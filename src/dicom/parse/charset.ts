import { latin1, withoutPadding } from '../scan/index.ts';

// PS3.3 C.12.1.1.2: the terms that name one encoding for a whole value. Terms of code extensions (`ISO 2022 …`) don't.
const SINGLE: ReadonlySet<string> = new Set([
  ...['ISO_IR 6', 'ISO_IR 13', 'ISO_IR 100', 'ISO_IR 101', 'ISO_IR 109', 'ISO_IR 110', 'ISO_IR 126', 'ISO_IR 127'],
  ...['ISO_IR 138', 'ISO_IR 144', 'ISO_IR 148', 'ISO_IR 166', 'ISO_IR 192', 'GB18030', 'GBK'],
]);

/** Each byte decodes to something, and ASCII to itself, which is all that vocabularies need. */
const FALLBACK = 'ISO_IR 100';

/**
 * The character set under which dcmjs is to decode a header, given the raw value of (0008,0005). dcmjs refuses several
 * sets at once and unknown ones; such a file is read as ISO_IR 100, where codes, numbers and dates are what they were
 * and other text only feeds closed vocabularies. Identities never pass here: they are hashed from raw bytes.
 */
export function charsetFor(raw: Uint8Array): string {
  const term = withoutPadding(latin1(raw));
  return SINGLE.has(term) ? term : FALLBACK;
}
