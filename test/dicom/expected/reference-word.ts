import type { Field, Vocabulary } from '../../../src/policy/index.ts';
import { day, hour } from './reference-time.ts';
import { nth } from './reference-value.ts';

const OTHER = 'OTHER';

/** The word to which a field brings `text`: one of its vocabulary, another, or none. */
export function wordOf(
  { keyword, transform }: Field,
  text: string | undefined,
  vocabulary: Vocabulary,
): string | undefined {
  switch (transform.kind) {
    case 'vocabulary':
    case 'sop-class':
      return text === undefined ? undefined : lookedUp(text, vocabulary);
    case 'vocabulary-item': {
      const part = nth(text, transform.item);
      return part === undefined ? undefined : lookedUp(part, vocabulary);
    }
    case 'present':
      return text === undefined ? undefined : transform.absentWords.includes(folded(text)) ? 'NO' : 'YES';
    case 'year':
      return text === undefined ? undefined : day(text)?.toString().padStart(8, '0').slice(0, 4);
    case 'quarter': {
      const found = day(text)?.toString().padStart(8, '0');
      return found === undefined
        ? undefined
        : `${found.slice(0, 4)}-Q${Math.floor((Number(found.slice(4, 6)) + 2) / 3)}`;
    }
    case 'hour-band':
      return bandOf(hour(nth(text, 1)), transform.from);
    default:
      throw new Error(`${keyword}: the reference knows no vocabulary for ${transform.kind}`);
  }
}

/** Upper case, with every run of white space one space and none at the ends. */
function folded(text: string): string {
  return text
    .split(/[\s\0]/)
    .filter((part) => part !== '')
    .join(' ')
    .toUpperCase();
}

/** The values first, then the aliases, then rule by rule. */
function lookedUp(text: string, { values, aliases = {}, rules = [] }: Vocabulary): string {
  const term = folded(text);
  const value = values.find((each) => folded(each) === term);
  if (value !== undefined) {
    return value;
  }
  const alias = Object.keys(aliases).find((each) => folded(each) === term);
  if (alias !== undefined) {
    return aliases[alias] ?? OTHER;
  }
  const spaced = ` ${[...term].map((character) => (/[\p{L}\p{N}]/u.test(character) ? character : ' ')).join('')} `;
  return rules.find(({ words }) => words.every((word) => spaced.includes(` ${word} `)))?.value ?? OTHER;
}

/** Each band lasts from its hour to that of the next; the last one goes over midnight. */
function bandOf(hourOfDay: number | undefined, from: Readonly<Record<string, number>>): string | undefined {
  if (hourOfDay === undefined) {
    return undefined;
  }
  const starts = new Map(Object.entries(from).map(([band, start]) => [start, band]));
  for (let back = 0; back < 24; back += 1) {
    const band = starts.get((hourOfDay - back + 24) % 24);
    if (band !== undefined) {
      return band;
    }
  }
  return undefined;
}
