import { convertBytes } from 'dicom-character-set';
import { latin1, withoutPadding } from '../scan/index.ts';

// PS3.3 C.12.1.1.2: the terms that name one encoding for a whole value. Terms of code extensions (`ISO 2022 …`) don't.
const SINGLE: ReadonlySet<string> = new Set([
  ...['ISO_IR 6', 'ISO_IR 13', 'ISO_IR 100', 'ISO_IR 101', 'ISO_IR 109', 'ISO_IR 110', 'ISO_IR 126', 'ISO_IR 127'],
  ...['ISO_IR 138', 'ISO_IR 144', 'ISO_IR 148', 'ISO_IR 166', 'ISO_IR 192', 'GB18030', 'GBK'],
]);

/** The value representations whose text the character set of a data set applies to (PS3.5 §6.1.2.2). */
const AFFECTED: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

/** Each byte decodes to something, and ASCII to itself. */
const FALLBACK = 'ISO_IR 100';

/** The codes that Latin-1 has no letters for. */
const CONTROLS = /[\u0080-\u009f]/;

/** How the text of one data set is decoded. */
export interface Charset {
  /** The one character set under which dcmjs decodes; it refuses several at once, and unknown ones. */
  readonly term: string;
  /** Decodes a value that dcmjs can't, with all sets and their escape sequences; `undefined` leaves it as dcmjs has it. */
  decode(bytes: Uint8Array, vr: string): string | undefined;
}

/**
 * The character set of a data set, given the raw value of (0008,0005). Where it names unknown sets, the text is read as
 * ISO_IR 100: codes, numbers and dates are what they were, and other text feeds closed vocabularies only. Identities
 * never pass here: they are hashed from raw bytes.
 */
export function charsetFor(raw: Uint8Array): Charset {
  const term = withoutPadding(latin1(raw));
  if (term === '' || term === FALLBACK) {
    return { term: FALLBACK, decode: (bytes, vr) => (AFFECTED.has(vr) ? withControls(bytes) : undefined) };
  }
  if (SINGLE.has(term)) {
    return { term, decode: () => undefined };
  }
  const terms = term
    .split('\\')
    .map((one) => one.trim())
    .join('\\');
  return {
    term: FALLBACK,
    decode: (bytes, vr) => (AFFECTED.has(vr) ? (extended(bytes, terms, vr) ?? withControls(bytes)) : undefined),
  };
}

/**
 * Latin-1 with control characters beyond ASCII. dcmjs asks the runtime's decoder, which takes them for letters of Windows under some
 * versions of Node and not under others: a row's codes may not depend on that.
 */
function withControls(bytes: Uint8Array): string | undefined {
  const text = latin1(bytes);
  return CONTROLS.test(text) ? text : undefined;
}

/** ISO/IEC 2022 code extensions (PS3.5 §6.1.2.5). The library throws at a set that it doesn't know. */
function extended(bytes: Uint8Array, terms: string, vr: string): string | undefined {
  try {
    return convertBytes(terms, bytes, { vr });
  } catch {
    return undefined;
  }
}
