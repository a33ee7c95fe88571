import { CHARSETS, type Charset, inventedWord, type Spelled } from './charsets.ts';
import type { Random } from './random.ts';

/** What a planted thing is to a person. */
export type TokenKind =
  | 'name'
  | 'patient id'
  | 'accession number'
  | 'uid'
  | 'date'
  | 'time'
  | 'address'
  | 'phone'
  | 'e-mail'
  | 'staff'
  | 'institution'
  | 'device';

/** One thing that must not come out anywhere. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** The bytes that it has in a file, and the text in UTF-8; also misread as Latin-1 where that differs. */
  readonly spellings: readonly Uint8Array[];
}

/** Makes tokens of which no two are alike. */
export interface TokenMint {
  plain(kind: TokenKind, text: string): Token;
  spelled(kind: TokenKind, word: Spelled): Token;
  word(kind: TokenKind): Token;
  uid(): Token;
  digits(kind: TokenKind, n: number): Token;
}

/** A mint over one stream of chance. */
export function tokenMint(random: Random): TokenMint {
  const made = new Set<string>();
  const fresh = (make: () => string): string => {
    const text = make();
    if (made.has(text)) {
      return fresh(make);
    }
    made.add(text);
    return text;
  };
  const plain = (kind: TokenKind, text: string): Token => ({ kind, text, spellings: [Buffer.from(text)] });
  return {
    plain,
    spelled: (kind, { text, core }) => ({ kind, text, spellings: distinct([core, Buffer.from(text), misread(core)]) }),
    word: (kind) =>
      plain(
        kind,
        fresh(() => inventedWord(random)),
      ),
    uid: () =>
      plain(
        'uid',
        fresh(() => `1.2.826.0.1.3680043.8.${random.digits(9)}.${random.digits(8)}.${random.below(99)}`),
      ),
    digits: (kind, n) =>
      plain(
        kind,
        fresh(() => random.digits(n)),
      ),
  };
}

function misread(core: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(core).toString('latin1'));
}

function distinct(spellings: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(spellings.map((bytes) => [Buffer.from(bytes).toString('hex'), bytes])).values()];
}

/** The ways in which a day is written; each is a token. */
export function dateTokens({ year, month, day }: CalendarDay): readonly Token[] {
  const [y, m, d] = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')];
  return [`${y}${m}${d}`, `${y}-${m}-${d}`, `${d}.${m}.${y}`, `${m}/${d}/${y}`].map((text) => ({
    kind: 'date',
    text,
    spellings: [Buffer.from(text)],
  }));
}

/** A day of the Gregorian calendar. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01. */
export function dayNumber({ year, month, day }: CalendarDay): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** The day with this number. */
export function dayOfNumber(number: number): CalendarDay {
  const date = new Date(number * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** YYYYMMDD. */
export function dicomDate({ year, month, day }: CalendarDay): string {
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}

/** One charset after the other. */
export function charsetOf(n: number): Charset {
  return CHARSETS[n % CHARSETS.length]!;
}
