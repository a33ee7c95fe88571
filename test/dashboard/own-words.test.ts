import { describe, expect, it } from 'vitest';
import { EFFECTS } from '../../src/cli/meta/effects.table.ts';
import { ownText } from '../../src/dashboard/researcher/voice.ts';
import { ESTIMATES } from '../../src/dashboard/texts/estimates.table.ts';
import { SENTENCES } from '../../src/dashboard/texts/sentences.table.ts';
import { codeBelow } from '../tidy/repository.ts';

const german = (own: string): string => ownText({ lang: 'de' }, own);

/** Whose sentences researchers read on a page: those of refused questions, of what the coordinator makes of sites, and of sums. */
const SPEAKERS =
  /^src\/(query\/(dry-run|plan|question|total)|query\/read\/\w[\w-]*|node\/verbs\/query\/(admit|answer|hindrance)|governance\/access|contract\/protocol|coordinator\/(combine|combine-replies|fan-out|misfits)|statistics\/[\w-]+)\.ts$/;
const spoken = [
  'src/query/',
  'src/node/verbs/query/',
  'src/governance/',
  'src/contract/',
  'src/coordinator/',
  'src/statistics/',
]
  .flatMap((folder) => codeBelow(folder))
  .filter(({ path }) => SPEAKERS.test(path))
  .map(({ path, text }) => ({ path, text: text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '') }));
/** Each sentence as code writes it: with a value in each place that has one. */
const sentences = spoken.flatMap(({ text }) =>
  [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, single, double, template]) => (single ?? double ?? template ?? '').replaceAll('\\`', '`'))
    .map((one) => one.replaceAll(/\$\{gridOf\(column\)\}/g, 'it runs from 1 to 9 mm in steps of 1'))
    .map((one) =>
      one.replaceAll(
        /\$\{onceItRuns\}/g,
        'Ask again once it runs: what the site has answered by then is stored there and free.',
      ),
    )
    .map((one) => one.replace(/\$\{[^{}]*\}/g, '7'))
    .filter((one) => /^(7|[A-Z]).* .*\.$/.test(one)),
);

describe('what sites and the coordinator say in words of their own', () => {
  it('is read in German, each sentence of theirs', () => {
    expect(sentences.length).toBeGreaterThan(50);
    expect(sentences.filter((one) => german(one) === one)).toEqual([]);
  });

  it('is what the pages know it as: no text is of a sentence that nobody says', () => {
    const made = new Set(['unknownField', 'unknownFieldNear', 'unknownValue', 'unknownValueNear']);
    const elsewhere = new Set(['keysOfOthers', 'linkFrozen', 'noKeyOf']);
    const fixed = (text: string): string =>
      text.replace(/\{\w+\}/g, '7').replace('from 7 to 7 7 in steps of 7', 'from 1 to 9 mm in steps of 1');
    const unsaid = Object.entries(SENTENCES)
      .filter(([name]) => !made.has(name) && !elsewhere.has(name))
      .filter(([, { en }]) => !sentences.includes(fixed(en)));
    expect(unsaid.map(([name]) => name)).toEqual([]);
  });

  it.each([
    ['Unknown field Modalty; did you mean Modality?', 'Unbekanntes Feld Modalty; meinten Sie Modality?'],
    ['The project may not use PatientAge.', 'Das Projekt darf PatientAge nicht verwenden.'],
    [
      'No ε up to 2.5 gives ±1 at that confidence; ask for less accuracy or fewer groups.',
      'Kein ε bis 2,5 gibt ±1 bei dieser Sicherheit; fragen Sie weniger genau oder nach weniger Gruppen.',
    ],
    [
      'The key that signed the request was revoked.',
      'Der Schlüssel, der die Anfrage unterschrieben hat, wurde widerrufen.',
    ],
    [
      'odds ratio: PatientSex=F against M, Modality=CT over MR',
      'Chancenverhältnis (Odds Ratio): PatientSex=F against M, Modality=CT over MR',
    ],
    ['regression of SliceThickness', 'Regression von SliceThickness'],
    ['0.5', '0.5'],
    ['[0, 10)', '[0, 10)'],
    ['Said by nobody here: so it stays.', 'Said by nobody here: so it stays.'],
  ])('stands on a German page as: %s', (own, said) => {
    expect(german(own)).toBe(said);
    expect(ownText({ lang: 'en' }, own)).toBe(own);
  });

  it('has a name for each effect of sites, and for each number of an answer', () => {
    expect(
      Object.keys(EFFECTS).filter(
        (effect) => !Object.values<{ en: string }>(ESTIMATES).some(({ en }) => en === effect),
      ),
    ).toEqual([]);
  });
});
