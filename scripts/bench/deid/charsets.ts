import type { Random } from './random.ts';

/** A word as people read it, and as a file in some character set has it. */
export interface Spelled {
  readonly text: string;
  /** As it stands in a value, with the escape sequences before and after it. */
  readonly bytes: Uint8Array;
  /** Without them. */
  readonly core: Uint8Array;
}

/** A character set of DICOM PS3.3 C.12.1.1.2 and words in it. */
export interface Charset {
  /** The value of (0008,0005); `undefined` where the element is left out. */
  readonly term: string | undefined;
  word(random: Random): Spelled;
  /** Text in this set, with its escape sequences; `undefined` when it has other letters. */
  encode(text: string): Uint8Array | undefined;
}

const ONSETS = [
  'B',
  'Br',
  'D',
  'Dr',
  'F',
  'G',
  'Gr',
  'H',
  'J',
  'K',
  'Kr',
  'L',
  'M',
  'N',
  'P',
  'Qu',
  'R',
  'Str',
  'T',
  'V',
  'Z',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ei', 'au', 'y'];
const CODAS = ['l', 'm', 'n', 'r', 'x', 'lf', 'nk', 'rt', 'tz', 'sk'];
const ACCENTED = ['ä', 'é', 'ø', 'ü', 'ß', 'ñ', 'î', 'å'];

/** A name that nobody has: three syllables of at least nine letters in all, so that chance never writes one. */
export function inventedWord(random: Random): string {
  const syllable = (): string => random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS);
  const word = [syllable(), syllable(), syllable()].join('').toLowerCase();
  return word.length < 9 ? inventedWord(random) : word.slice(0, 1).toUpperCase() + word.slice(1, 14);
}

const ascii = (random: Random): Spelled => spelled(inventedWord(random), 'latin1');

function accented(random: Random): string {
  const word = inventedWord(random);
  const at = random.between(2, word.length - 3);
  return word.slice(0, at) + random.pick(ACCENTED) + random.pick(ACCENTED) + word.slice(at);
}

function spelled(text: string, encoding: BufferEncoding): Spelled {
  const bytes = Buffer.from(text, encoding);
  return { text, bytes, core: bytes };
}

interface Rows {
  readonly label: string;
  /** Both bytes of a character lie between these. */
  readonly first: readonly [number, number];
  readonly second: readonly [number, number];
  readonly before?: string;
  readonly after?: string;
}

/** Five characters of a set of two bytes each; the decoder says how people read them. */
function ofTwoBytes({ label, first, second, before = '', after = '' }: Rows): (random: Random) => Spelled {
  const decoder = new TextDecoder(label, { fatal: true });
  return (random) => {
    const core = Uint8Array.from({ length: 10 }, (_, at) => random.between(...(at % 2 === 0 ? first : second)));
    const bytes = Buffer.concat([Buffer.from(before, 'latin1'), core, Buffer.from(after, 'latin1')]);
    return { text: decoder.decode(bytes), bytes, core };
  };
}

function cyrillic(random: Random): Spelled {
  const core = Uint8Array.from({ length: 10 }, (_, at) =>
    random.between(at === 0 ? 0xb0 : 0xd0, at === 0 ? 0xcf : 0xef),
  );
  return { text: new TextDecoder('iso-8859-5').decode(core), bytes: core, core };
}

function latinWithEscape(random: Random): Spelled {
  const { text, core } = spelled(accented(random), 'latin1');
  return { text, core, bytes: Buffer.concat([Buffer.from('\x1b\x2d\x41', 'latin1'), core]) };
}

const JIS = { before: '\x1b$B', after: '\x1b(B' };
const KS = { before: '\x1b$)C' };
const koreanWord = ofTwoBytes({ label: 'euc-kr', first: [0xb0, 0xc8], second: [0xa1, 0xfe] });

function korean(random: Random): Spelled {
  const { text, core } = koreanWord(random);
  return { text, core, bytes: Buffer.concat([Buffer.from(KS.before, 'latin1'), core]) };
}

/** Bytes of every character that two bytes can spell, by the decoder itself. */
function twoByteTable(
  label: string,
  { offset, before = '', after = '' }: { offset: number; before?: string; after?: string },
) {
  const decoder = new TextDecoder(label);
  const table = new Map<string, Uint8Array>();
  for (let first = 0x21; first <= 0x7e; first += 1) {
    for (let second = 0x21; second <= 0x7e; second += 1) {
      const core = Uint8Array.of(first + offset, second + offset);
      const whole = Buffer.concat([Buffer.from(before, 'latin1'), core, Buffer.from(after, 'latin1')]);
      table.set(decoder.decode(whole), core);
    }
  }
  return table;
}

/** Encodes runs of characters beyond ASCII by a table, between escape sequences where the set needs them. */
function byTable(table: () => ReadonlyMap<string, Uint8Array>, { before = '', after = '' } = {}) {
  return (text: string): Uint8Array | undefined => {
    const parts: Uint8Array[] = [];
    for (const run of text.match(/[\x20-\x7e]+|[^\x20-\x7e]+/g) ?? []) {
      const known = [...run].map((letter) =>
        letter >= ' ' && letter <= '~' ? Buffer.from(letter) : table().get(letter),
      );
      if (known.includes(undefined)) {
        return undefined;
      }
      const escaped = !/^[\x20-\x7e]/.test(run);
      const edges = escaped ? [before, after] : ['', ''];
      parts.push(
        Buffer.from(edges[0]!, 'latin1'),
        ...known.filter((bytes) => bytes !== undefined),
        Buffer.from(edges[1]!, 'latin1'),
      );
    }
    return Buffer.concat(parts);
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function singleByteTable(label: string): ReadonlyMap<string, Uint8Array> {
  const decoder = new TextDecoder(label);
  const codes = Array.from({ length: 96 }, (_, n) => Uint8Array.of(0xa0 + n));
  return new Map(codes.map((code) => [decoder.decode(code), code]));
}

// What HTML calls iso-8859-1 has letters of its own below A0, which aren't asked for here.
const latin = once(() => singleByteTable('iso-8859-1'));

/** Plain, single, multi-byte and with code extensions. */
export const CHARSETS: readonly Charset[] = [
  { term: undefined, word: ascii, encode: byTable(() => new Map()) },
  { term: 'ISO_IR 100', word: (random) => spelled(accented(random), 'latin1'), encode: byTable(latin) },
  { term: 'ISO_IR 192', word: (random) => spelled(accented(random), 'utf8'), encode: (text) => Buffer.from(text) },
  { term: 'ISO_IR 144', word: cyrillic, encode: byTable(once(() => singleByteTable('iso-8859-5'))) },
  {
    term: 'GB18030',
    word: ofTwoBytes({ label: 'gb18030', first: [0xb0, 0xd6], second: [0xa1, 0xfe] }),
    encode: byTable(once(() => twoByteTable('gb18030', { offset: 0x80 }))),
  },
  {
    term: 'ISO 2022 IR 6\\ISO 2022 IR 100',
    word: latinWithEscape,
    encode: byTable(latin, { before: '\x1b\x2d\x41' }),
  },
  {
    term: '\\ISO 2022 IR 87',
    word: ofTwoBytes({ label: 'iso-2022-jp', first: [0x30, 0x4e], second: [0x21, 0x7e], ...JIS }),
    encode: byTable(
      once(() => twoByteTable('iso-2022-jp', { offset: 0, ...JIS })),
      JIS,
    ),
  },
  {
    term: '\\ISO 2022 IR 149',
    word: korean,
    encode: byTable(
      once(() => twoByteTable('euc-kr', { offset: 0x80 })),
      KS,
    ),
  },
];

/** How a decoder calls each set, once the escape sequences are gone that it doesn't know. */
const LABELS: Readonly<Record<string, string>> = {
  'ISO_IR 192': 'utf-8',
  'ISO_IR 144': 'iso-8859-5',
  GB18030: 'gb18030',
  '\\ISO 2022 IR 87': 'iso-2022-jp',
  '\\ISO 2022 IR 149': 'euc-kr',
};

/** Bytes of a file in this set as people read them. */
export function decoded({ term = '' }: Charset, bytes: Uint8Array): string {
  const known = Buffer.from(bytes).toString('latin1').replaceAll(KS.before, '').replaceAll('\x1b\x2d\x41', '');
  return new TextDecoder(LABELS[term] ?? 'iso-8859-1').decode(Buffer.from(known, 'latin1'));
}
