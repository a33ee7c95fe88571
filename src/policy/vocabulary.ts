import type { Vocabulary } from './document.ts';
import { OTHER } from './policy.ts';

/**
 * Raw text as vocabularies compare it: upper case, runs of white space one space, none at the ends, and each letter written in one way
 * (Unicode's NFKC), whether a keyboard composed its accents and however wide it is.
 */
export function foldTerm(raw: string): string {
  return raw
    .replace(/[™℠]/g, ' ') // as letters they would belong to the word before them
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC') // upper case may take a letter and its accent apart
    .replace(/[\s\0]+/g, ' ')
    .trim();
}

/** Brings non-empty raw text to a listed value: a value itself, then an alias, then the first rule that fits, else OTHER. */
export type Terms = (raw: string) => string;

/** The function that a vocabulary describes. A rule fits when each of its words is a word of the text (letters and digits). */
export function termsOf({ values, aliases = {}, rules = [] }: Vocabulary): Terms {
  const exact = new Map(Object.entries(aliases).map(([alias, value]) => [foldTerm(alias), value]));
  for (const value of values) {
    exact.set(foldTerm(value), value);
  }
  return (raw) => {
    const folded = foldTerm(raw);
    const found = exact.get(folded);
    if (found !== undefined || rules.length === 0) {
      return found ?? OTHER;
    }
    const words = new Set(wordsOf(folded));
    return rules.find((rule) => rule.words.every((word) => words.has(word)))?.value ?? OTHER;
  };
}

/** The words of folded text: its runs of letters and digits. */
export function wordsOf(folded: string): string[] {
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
