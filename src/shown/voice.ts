import { WORDS, type Word } from './words.ts';

/** Something that is said: in the words of this house, with what stands in them, or in somebody's own. */
export type Said =
  | { readonly word: Word; readonly values: Readonly<Record<string, string | number>> }
  | { readonly own: string };

/** One of the words, with its values. */
export function said(word: Word, values: Readonly<Record<string, string | number>> = {}): Said {
  return { word, values };
}

/** Somebody's own words; `undefined` where there are none. */
export function own(text: string | undefined): Said | undefined {
  return text === undefined || text === '' ? undefined : { own: text };
}

/** In which language a drawing says things, and how an amount is written there. */
export interface Voice {
  readonly say: (what: Said) => string;
  readonly amount: (text: string) => string;
}

/** As the terminal and files say it. */
export const ENGLISH: Voice = {
  say: (what) =>
    'own' in what
      ? what.own
      : WORDS[what.word].replace(/\{(\w+)\}/g, (whole, name: string) => String(what.values[name] ?? whole)),
  amount: (text) => text,
};
