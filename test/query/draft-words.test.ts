import { describe, expect, it } from 'vitest';
import { isSfumatoError } from '../../src/base/index.ts';
import { Draft } from '../../src/contract/index.ts';
import { parseYamlStrict } from '../../src/policy/index.ts';

/** What is said of a draft as `ask` and `explain` read it, a sentence each. */
function saidOf(text: string): readonly string[] {
  try {
    parseYamlStrict({ text, file: 'q', schema: Draft, errorCode: 'request-invalid' });
  } catch (error) {
    if (isSfumatoError(error, 'request-invalid')) {
      return error.message.split('\n').map((line) => line.replace(/^q:\d+: /, ''));
    }
    throw error;
  }
  return [];
}

const BETWEEN = 'must be a number without quotes in the field’s unit, such as 40 or 2021';
const SIDE = 'write each as an entry of its own under all';

describe('what is wrong in a part of a question', () => {
  it.each([
    [
      'a matcher',
      'where: { PatientAge: { betwen: [1, 2] } }',
      'unknown key betwen in where.PatientAge; did you mean between?',
    ],
    [
      'a matcher far below',
      'cohort: { all: [{ has: { Modality: CT } }, { not: { has: { any: [{ PatientAge: { betwen: [1, 2] } }] } } }] }',
      'unknown key betwen in cohort.all[1].not.has.any[0].PatientAge; did you mean between?',
    ],
    ['has', 'cohort: { hass: { Modality: CT } }', 'unknown key hass in cohort; did you mean has?'],
    ['not', 'where: { nto: { Modality: CT } }', 'unknown key nto in where; did you mean not?'],
    ['not, in capitals', 'where: { NOT: { Modality: CT } }', 'unknown key NOT in where; did you mean not?'],
    [
      'any, in capitals and below',
      'where: { all: [{ Any: [{ Modality: CT }, { Modality: MR }] }] }',
      'unknown key Any in where.all[0]; did you mean any?',
    ],
    [
      'not of a cohort, in capitals',
      'cohort: { NOT: { has: { Modality: CT } } }',
      'unknown key NOT in cohort; did you mean not?',
    ],
    [
      'not beside a field',
      'where: { Modality: CT, nto: { Modality: MR } }',
      'unknown key nto in where; did you mean not?',
    ],
    ['values', 'by: [{ field: Modality, vlaues: [CT] }]', 'unknown key vlaues in by[0]; did you mean values?'],
    ['field', 'by: [{ feld: PatientAge, bins: [0, 9] }]', 'unknown key feld in by[0]; did you mean field?'],
  ])('is one sentence that names the nearest known name: %s', (_what, part, sentence) => {
    expect(saidOf(`count: patients\nepsilon: "1"\n${part}\n`)).toEqual([sentence]);
  });

  it.each([
    ['where: { Modality: MR, not: { Modality: CT } }', `where can’t have Modality and not side by side; ${SIDE}`],
    [
      'cohort: { has: { Modality: CT }, not: { has: { Modality: MR } } }',
      `cohort can’t have has and not side by side; ${SIDE}`,
    ],
    ['by: [{ field: X, values: [CT], bins: [1, 2] }]', 'by[0] can’t have values and bins side by side'],
    ['by: [{ field: X }]', 'by[0] must have one of values, bins'],
    ['cohort: { Modality: CT }', 'unknown key Modality in cohort; write one of all, any, not, has'],
    ['cohort: {}', 'cohort must have one of all, any, not, has'],
    ['where: {}', 'where must name a field, or be all, any or not'],
    ['where: CT', 'where is "CT", but must be a condition, such as { Modality: CT }'],
    ['where: { any: { Modality: CT } }', 'where.any is a mapping, but must be a list'],
    [
      'where: { modality: CT }',
      'unknown key modality in where; write a field’s name, such as PatientAge, or one of all, any, not',
    ],
    [
      'where: { Modality: }',
      'where.Modality is empty, but must be a value, a list of values, or { between: [low, high] }',
    ],
    [
      'where: { StudyDate: { between: 2020 } }',
      'where.StudyDate.between is 2020, but must be two numbers, the least and the greatest, such as [40, 80]',
    ],
    ['where: { Modality: [CT, {}] }', 'where.Modality[1] is a mapping, but must be text or a number'],
  ])('is said of the branch that was meant: %s', (part, sentence) => {
    expect(saidOf(`count: patients\nepsilon: "1"\n${part}\n`)).toEqual([sentence]);
  });

  it('is said of each end of a range that is no number', () => {
    expect(saidOf('count: patients\nepsilon: "1"\nwhere: { StudyDate: { between: ["2020", "2021"] } }\n')).toEqual([
      `where.StudyDate.between[0] is "2020", but ${BETWEEN}`,
      `where.StudyDate.between[1] is "2021", but ${BETWEEN}`,
    ]);
  });
});

describe('a word of R, SQL or pandas', () => {
  const SPREAD = 'variance, which gives the standard deviation too';
  const CORRELATION = 'moments of two or more fields';
  it.each([
    ['median', 'quantiles with at: ["0.5"]'],
    ['p50', 'quantiles with at: ["0.5"]'],
    ['percentile', 'quantiles'],
    ['quantile', 'quantiles'],
    ['std', SPREAD],
    ['sd', SPREAD],
    ['stddev', SPREAD],
    ['var', 'variance'],
    ['avg', 'mean'],
    ['count_distinct', 'count'],
    ['nunique', 'count'],
    ['total', 'sum'],
    ['bins', 'histogram'],
    ['hist', 'histogram'],
    ['cor', CORRELATION],
    ['lm', 'moments with an outcome'],
    ['group', 'by'],
    ['groupby', 'by'],
    ['GROUP BY', 'by'],
    ['filter', 'where'],
  ])('is answered with what a question calls it: %s', (word, meant) => {
    const said = `unknown key ${word} in the document; did you mean ${meant}?`;
    expect(saidOf(`"${word}": PatientAge\nepsilon: "1"\n`)[0]).toBe(said);
  });

  it.each([
    ['histogram: { field: PatientAge, breaks: [0, 9] }', 'breaks in histogram; did you mean bins?'],
    ['quantiles: { field: PatientAge, probs: ["0.5"] }', 'probs in quantiles; did you mean at?'],
    ['mean: { field: PatientAge, clip: [0, 90] }', 'clip in mean; did you mean clamp?'],
  ])('is answered where it stands: %s', (part, said) => {
    expect(saidOf(`${part}\nepsilon: "1"\n`)).toEqual([`unknown key ${said}`]);
  });

  it('is left alone where what it stands for is not to be had', () => {
    expect(saidOf('quantiles: PatientAge\nmedian: PatientAge\nepsilon: "1"\n')).toEqual([
      'unknown key median in the document; did you mean mean?',
    ]);
  });
});

const KINDS = 'count, sum, mean, variance, quantiles, histogram, moments';

describe('what is wrong in a question as a whole', () => {
  it.each([
    ['count: patients', 'the document must state epsilon, or accuracy in its place'],
    [
      'count: patients\nepsilon: "1"\naccuracy: { halfWidth: 20, confidence: "0.95" }',
      'the document states both epsilon and accuracy; leave one of them out',
    ],
    [
      'count: patients\nepsilon: "0.0000000001"',
      'epsilon is "0.0000000001", but must be a decimal number in quotes, below 10000 and with at most nine decimals, such as "0.5"',
    ],
    [
      'quantiles: { field: PatientAge, at: ["0.1234567"] }\nepsilon: "1"',
      'quantiles.at[0] is "0.1234567", but must be a share of the values between 0 and 1 in quotes, with at most six decimals, such as "0.5"',
    ],
    ['epsilon: "1"', `the document must state one of ${KINDS}, measures`],
    [
      'count: patients\nmean: PatientAge\nepsilon: "1"',
      'the document states count and mean; state one, or make all of them entries of measures',
    ],
    ['measures: [{ weight: 2 }]\nepsilon: "1"', `measures[0] must state one of ${KINDS}`],
    [
      'measures: [{ count: patients, mean: PatientAge }]\nepsilon: "1"',
      'measures[0] states count and mean; leave one of them to another entry',
    ],
  ])('is told apart: %s', (text, sentence) => {
    expect(saidOf(`${text}\n`)).toEqual([sentence]);
  });
});
