import type { Token } from './tokens.ts';

/** The forms in which a token is looked for; base64 at each of its three alignments. */
export const FORMS = ['UTF-8', 'UTF-16 LE', 'UTF-16 BE', 'hex', 'HEX', 'base64 +0', 'base64 +1', 'base64 +2'] as const;
/** One of `FORMS`; UTF-8 stands for the bytes as they were in the file, too. */
export type Form = (typeof FORMS)[number];

/** A token that was found where it must not be. */
export interface Hit {
  readonly token: Token;
  readonly form: Form;
  readonly at: number;
}

interface Pattern {
  readonly token: Token;
  readonly form: Form;
  readonly bytes: Buffer;
  /** Digits inside a longer run of hex digits are chance: long random numbers hold any eight of them now and then. */
  readonly bounded: boolean;
}

/** Looks for all tokens at once, in every form, as written and in upper and lower case. */
export type Search = (bytes: Uint8Array) => readonly Hit[];

const HASH_BITS = 24;
const PREFIX_BYTES = 4;

/** A search for `tokens`, by the first four bytes of every pattern. */
export function searchFor(tokens: readonly Token[]): Search {
  const filter = new Uint8Array(2 ** (HASH_BITS - 3));
  const byPrefix = new Map<number, Pattern[]>();
  for (const pattern of tokens.flatMap(patternsOf)) {
    const prefix = pattern.bytes.readInt32LE(0);
    const slot = slotOf(prefix);
    filter[slot >> 3]! |= 1 << (slot & 7);
    const same = byPrefix.get(prefix);
    if (same === undefined) {
      byPrefix.set(prefix, [pattern]);
    } else {
      same.push(pattern);
    }
  }
  return (bytes) => {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const hits = new Map<string, Hit>();
    for (let at = 0, prefix = 0; at < all.length; at += 1) {
      // The last four bytes, the newest on top: those that end here.
      prefix = (prefix >>> 8) | (all[at]! << 24);
      const slot = slotOf(prefix);
      if ((filter[slot >> 3]! & (1 << (slot & 7))) !== 0 && at >= PREFIX_BYTES - 1) {
        collect(byPrefix.get(prefix) ?? [], { all, at: at - PREFIX_BYTES + 1, hits });
      }
    }
    return [...hits.values()];
  };
}

function slotOf(prefix: number): number {
  return Math.imul(prefix, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function collect(
  patterns: readonly Pattern[],
  { all, at, hits }: { all: Buffer; at: number; hits: Map<string, Hit> },
): void {
  for (const { token, form, bytes, bounded } of patterns) {
    const fits = at + bytes.length <= all.length && bytes.compare(all, at, at + bytes.length) === 0;
    if (fits && !(bounded && (isHex(all[at - 1]) || isHex(all[at + bytes.length])))) {
      hits.set(`${token.text} ${form}`, { token, form, at });
    }
  }
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && /[0-9a-fA-F]/.test(String.fromCharCode(byte));
}

function patternsOf(token: Token): readonly Pattern[] {
  const bounded = /^\d+$/.test(token.text);
  const cases = [...new Set([token.text, token.text.toUpperCase(), token.text.toLowerCase()])];
  const spellings = distinct([...token.spellings, ...cases.map((text) => Buffer.from(text))]);
  const found: Pattern[] = [
    ...cases.flatMap((text) => wide(text).map(([form, bytes]) => ({ token, form, bytes, bounded: false }))),
    ...spellings.flatMap((bytes) =>
      encodings(bytes).map(([form, made]) => ({ token, form, bytes: made, bounded: bounded && form === 'UTF-8' })),
    ),
  ];
  return found.filter(({ bytes }) => bytes.length >= PREFIX_BYTES);
}

function wide(text: string): readonly (readonly [Form, Buffer])[] {
  const little = Buffer.from(text, 'utf16le');
  return [
    ['UTF-16 LE', little],
    ['UTF-16 BE', Buffer.from(little).swap16()],
  ];
}

function encodings(bytes: Buffer): readonly (readonly [Form, Buffer])[] {
  const hex = bytes.toString('hex');
  const base64 = ([0, 1, 2] as const).flatMap((before) =>
    base64Core(bytes, before).map((text) => [`base64 +${before}`, Buffer.from(text)] as const),
  );
  return [['UTF-8', bytes], ['hex', Buffer.from(hex)], ['HEX', Buffer.from(hex.toUpperCase())], ...base64];
}

/** The characters that follow from the token alone when `before` bytes stand in front of it, in both alphabets. */
function base64Core(bytes: Buffer, before: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((before * 8) / 6);
  const last = Math.floor(((before + bytes.length) * 8) / 6);
  const core = text.slice(first, last);
  return [...new Set([core, core.replaceAll('+', '-').replaceAll('/', '_')])];
}

function distinct(spellings: readonly Uint8Array[]): readonly Buffer[] {
  return [...new Map(spellings.map((bytes) => [Buffer.from(bytes).toString('hex'), Buffer.from(bytes)])).values()];
}

/** A token as something larger would hold it in one form, for the controls. */
export function embedded(token: Token, form: Form): Buffer {
  const around = (inside: Buffer): Buffer => Buffer.concat([Buffer.from('{"'), inside, Buffer.from('" }')]);
  const bytes = Buffer.from(token.spellings[0]!);
  switch (form) {
    case 'UTF-8':
      return around(bytes);
    case 'UTF-16 LE':
      return around(Buffer.from(`x ${token.text} y`, 'utf16le'));
    case 'UTF-16 BE':
      return around(Buffer.from(`x ${token.text} y`, 'utf16le').swap16());
    case 'hex':
      return around(Buffer.from(around(bytes).toString('hex')));
    case 'HEX':
      return around(Buffer.from(around(bytes).toString('hex').toUpperCase()));
    default: {
      const before = Buffer.alloc(3 + Number(form.at(-1)), 'x');
      return around(Buffer.from(Buffer.concat([before, bytes, Buffer.from('yy')]).toString('base64')));
    }
  }
}
