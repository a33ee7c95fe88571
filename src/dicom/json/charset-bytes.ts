import { utf8ToBytes } from '../../base/index.ts';

// PS3.3 C.12.1.1.2, single-byte sets without code extensions and the two of two bytes. `TextDecoder` knows Latin-1 only
// as Windows-1252, which gives some of its control characters letters; those are kept as they are.
const ENCODINGS: Readonly<Record<string, string>> = {
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 166': 'windows-874',
  GBK: 'gbk',
  GB18030: 'gbk',
};

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
  const term = charset?.trim().replace(/^ISO 2022 IR /, 'ISO_IR ') || 'ISO_IR 100';
  const encoding = ENCODINGS[term];
  return (encoding && encoded(text, encoding)) || utf8ToBytes(text);
}

function encoded(text: string, encoding: string): Uint8Array | undefined {
  const table = tableOf(encoding);
  const bytes: number[] = [];
  for (const letter of text) {
    const code = table.get(letter);
    if (code === undefined) {
      return undefined;
    }
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** The codes of each character, found by decoding every code there is. */
function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) {
    return known;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const add = (...code: readonly number[]): boolean => {
    const letter = decodedBy(decoder, code);
    if (letter !== undefined && [...letter].length === 1 && !table.has(letter)) {
      table.set(letter, code);
    }
    return letter !== undefined;
  };
  for (let first = 0; first < 256; first += 1) {
    const whole = add(first);
    for (let second = 0x40; !whole && encoding === 'gbk' && second < 256; second += 1) {
      add(first, second);
    }
    const control = String.fromCharCode(first);
    if (encoding !== 'gbk' && first >= 0x80 && first < 0xa0 && !table.has(control)) {
      table.set(control, [first]);
    }
  }
  tables.set(encoding, table);
  return table;
}

function decodedBy(decoder: InstanceType<typeof TextDecoder>, code: readonly number[]): string | undefined {
  try {
    return decoder.decode(Uint8Array.from(code));
  } catch {
    return undefined;
  }
}
