import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGS, langOf, sayIn, type Text, type Texts } from '../../src/dashboard/texts/say.ts';
import { codeBelow, ROOT } from '../tidy/repository.ts';

const FOLDER = 'src/dashboard/texts/';
const files = readdirSync(`${ROOT}${FOLDER}`).filter((name) => name.endsWith('.table.ts'));
const tables: (readonly [string, Texts])[] = await Promise.all(
  files.map(async (name) => {
    const module: Readonly<Record<string, Texts>> = await import(`${ROOT}${FOLDER}${name}`);
    const [[exported, table] = ['', {}]] = Object.entries(module);
    return [exported, table] as const;
  }),
);
const texts: (readonly [string, Text])[] = tables.flatMap(([table, entries]) =>
  Object.entries(entries).map(([name, text]) => [`${table}.${name}`, text] as const),
);
const asked = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('the texts of the pages', () => {
  it('are looked at', () => {
    expect(tables.length).toBe(files.length);
    expect(texts.length).toBeGreaterThan(20);
  });

  it('are there in every language, and ask for the same values in each', () => {
    const wrong = texts.filter(
      ([, text]) =>
        Object.keys(text).sort().join() !== [...LANGS].sort().join() ||
        LANGS.some((lang) => text[lang].trim() === '' || asked(text[lang]).join() !== asked(text.en).join()),
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('are all said somewhere', () => {
    const code = codeBelow('src/dashboard/')
      .filter(({ path }) => !path.endsWith('.table.ts'))
      .map(({ text }) => text)
      .join('\n');
    const dynamic = tables
      .filter(
        ([table]) =>
          code.includes(`${table}[`) ||
          code.includes(`Object.entries(${table})`) ||
          code.includes(`wordFor(say, ${table}, `),
      )
      .map(([table]) => `${table}.`);
    const unsaid = texts.filter(
      ([name]) =>
        !dynamic.some((table) => name.startsWith(table)) && !new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(code),
    );
    expect(unsaid.map(([name]) => name)).toEqual([]);
  });

  it('take values in as they are, once', () => {
    const text = { en: '{a} and {b}', de: '{b} und {a}' } as const;
    expect(sayIn('en')(text, { a: '{b}', b: 2 })).toBe('{b} and 2');
    expect(sayIn('de')(text, { a: 1, b: 2 })).toBe('2 und 1');
  });
});

describe('the language of a page', () => {
  it('is the one chosen, else the first one asked for that there is, else English', () => {
    expect(langOf('de', 'en')).toBe('de');
    expect(langOf(undefined, 'fr-FR, de-AT;q=0.8, en;q=0.7')).toBe('de');
    expect(langOf('xx', 'en;q=0.1, de;q=0.9')).toBe('de');
    expect(langOf(undefined, 'de;q=0, en')).toBe('en');
    expect(langOf(undefined, 'fr, ;;q=,')).toBe('en');
    expect(langOf(undefined, undefined)).toBe('en');
    expect(langOf(undefined, 'fr;x=1 ; q=0.9, en;q=0.1, de ; q=0.2')).toBe('de');
  });

  it('is found in one pass, whatever a browser sends', () => {
    const beganMs = performance.now();
    expect(langOf(undefined, `en${' '.repeat(200_000)}x`)).toBe('en');
    expect(performance.now() - beganMs).toBeLessThan(5_000);
  });
});
