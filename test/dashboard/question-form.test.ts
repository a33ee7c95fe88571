import { describe, expect, it } from 'vitest';
import type { BuilderField } from '../../src/dashboard/index.ts';
import { fieldsIn, queryOf, readQuestion } from '../../src/dashboard/researcher/question-form.ts';
import { csvOf } from '../../src/dashboard/researcher/results.ts';

const FIELDS: readonly BuilderField[] = [
  { name: 'Modality', values: ['CT', 'MR', 'OTHER'] },
  { name: 'PatientAge', range: { low: 0, high: 90, step: 1, unit: 'years' } },
];
const read = (query: string) => readQuestion(fieldsIn(new URLSearchParams(query)), { fields: FIELDS, sites: SITES });
const SITES = ['harbour', 'hillside'];

describe('the form of a question', () => {
  it('gives the question that it shows', () => {
    const rows = 'f1=Modality&p1=has-a&v1=CT&f2=Modality&p2=has-b&v2=MR&f3=PatientAge&l3=50&h3=80&p3=rows';
    expect(read(`kind=count+patients&by1=Modality&epsilon=0.5&${rows}&sites=harbour&sites=hillside`)).toEqual({
      wanted: {
        draft: {
          ...{ count: 'patients', by: ['Modality'], epsilon: '0.5', where: { PatientAge: { between: [50, 80] } } },
          cohort: { all: [{ has: { Modality: 'CT' } }, { has: { Modality: 'MR' } }] },
        },
        sites: ['harbour', 'hillside'],
        total: false,
      },
    });
  });

  it('knows any of several values, none of them, and those without', () => {
    const { draft } = wantedOf('f1=Modality&v1=CT&v1=MR&o1=not&f2=Modality&p2=without&v2=CT');
    expect(draft.where).toEqual({ not: { Modality: ['CT', 'MR'] } });
    expect(draft.cohort).toEqual({ not: { has: { Modality: 'CT' } } });
  });

  it('narrows bounds where they are narrower than the field’s own, and takes a decimal comma', () => {
    expect(wantedOf('kind=mean&of=PatientAge&low=20&high=60').draft).toMatchObject({
      mean: { field: 'PatientAge', clamp: [20, 60] },
    });
    expect(wantedOf('kind=mean&of=PatientAge').draft).toMatchObject({ mean: 'PatientAge' });
    expect(wantedOf('epsilon=0,25').draft.epsilon).toBe('0.25');
    expect(wantedOf('f1=PatientAge&l1=1,5').draft.where).toEqual({ PatientAge: { between: [1.5, 90] } });
  });

  it.each(['1.500', '1,500', '-1.500', '250,000', '1.500.000', ' 1.500'])(
    'takes no number that may be thousands: %s',
    (typed) => {
      expect(read(`f1=PatientAge&l1=${typed}`)).toEqual({ errors: { f1: 'number-needed' } });
      expect(read(`kind=mean&of=PatientAge&high=${typed}`)).toEqual({ errors: { low: 'number-needed' } });
    },
  );

  it('asks for a precision instead of a price', () => {
    expect(wantedOf('aim=accuracy&halfWidth=20').draft).toEqual({
      ...{ count: 'patients', accuracy: { halfWidth: 20, confidence: '0.95' } },
    });
  });

  it.each([
    ['f1=Modality', { f1: 'number-needed' }],
    ['f1=Modality&v1=XX', { f1: 'number-needed' }],
    ['f1=PatientName&v1=x', { f1: 'not-listed' }],
    ['f1=PatientAge&l1=old', { f1: 'number-needed' }],
    ['kind=mean', { of: 'field-needed' }],
    ['kind=mean&of=Modality', { of: 'field-needed' }],
    ['epsilon=much', { epsilon: 'not-a-question' }],
    ['aim=accuracy&halfWidth=0.5', { halfWidth: 'not-a-question' }],
    ['aim=accuracy&halfWidth=2.000', { halfWidth: 'not-a-question' }],
    ['aim=accuracy&halfWidth=2.0', { halfWidth: 'not-a-question' }],
    ['aim=accuracy&halfWidth=', { halfWidth: 'not-a-question' }],
  ])('is never half a question: %s', (query, errors) => {
    expect(read(query)).toEqual({ errors });
  });

  it.each([
    ['by1=Modality&by2=Modality', { by2: 'named-twice' }],
    ['by1=Modality&by2=PatientName', { by2: 'not-listed' }],
    ['kind=bogus', { kind: 'not-a-choice' }],
    ['aim=bogus', { aim: 'not-a-choice' }],
    ['total=1', { total: 'not-a-choice' }],
    ['f1=Modality&v1=CT&p1=bogus', { f1: 'not-a-choice' }],
    ['f1=Modality&v1=CT&o1=isnt', { f1: 'not-a-choice' }],
    ['f1=Modality&v1=CT&v1=XX', { f1: 'not-a-value' }],
    ['v1=CT', { f1: 'field-needed' }],
    ['kind=histogram&of=PatientAge&low=20', { low: 'not-narrowed' }],
    ['sites=harbour&sites=hilside', { sites: 'no-such-site' }],
    ['bins=0,10', { bins: 'not-a-part' }],
    ['f7=Modality&v7=CT', { f7: 'not-a-part', v7: 'not-a-part' }],
    ['kind=mean&kind=count+patients&of=PatientAge', { kind: 'named-twice' }],
  ])('leaves nothing out without a word: %s', (query, errors) => {
    expect(read(query)).toEqual({ errors });
  });

  it('asks a site once that is named twice, and leaves names to others where sites aren’t known', () => {
    expect(wantedOf('sites=harbour&sites=harbour').sites).toEqual(['harbour']);
    const form = fieldsIn(new URLSearchParams('sites=anywhere'));
    expect(readQuestion(form, { fields: FIELDS })).toMatchObject({ wanted: { sites: ['anywhere'] } });
  });

  it('takes what it sends itself after a field or a kind was changed', () => {
    expect(wantedOf('kind=count+patients&of=PatientAge&low=20&f1=&v1=CT&f2=PatientAge&v2=CT').draft).toMatchObject({
      ...{ count: 'patients', where: { PatientAge: { between: [0, 90] } } },
    });
  });

  it('is kept without the token of the page', () => {
    expect(queryOf(new URLSearchParams('csrf=t&kind=mean&name=x&by1='))).toBe('kind=mean');
  });
});

function wantedOf(query: string) {
  const found = read(query);
  if ('errors' in found) {
    throw new Error(JSON.stringify(found.errors));
  }
  return found.wanted;
}

describe('a table to download', () => {
  it('is no formula to a spreadsheet, has every interval and names the sites that did not answer', () => {
    const text = csvOf({
      ...{ requestId: '0', loss: null },
      sites: [
        { site: 'harbour', state: 'answered' },
        { site: 'hillside', state: 'refused' },
      ],
      combined: {
        ...{ sites: ['harbour'], confidence: '0.95', pieces: [], keys: [{ Manufacturer: '=cmd, "x"' }] },
        results: [
          {
            ...{ kind: 'count', of: 'patients', fields: [], perGroup: 1 },
            rows: [[{ name: 'patients', value: -3, interval: [-9, 3] }]],
          },
        ],
      },
    });
    expect(text.split('\r\n')).toEqual([
      'measure,Manufacturer,name,value,low,high,confidence,sites,why',
      `count of patients,"'=cmd, ""x""",patients,-3,-9,3,0.95,harbour,`,
      'site,,harbour,answered,,,,,',
      'site,,hillside,refused,,,,,',
      '',
    ]);
  });
});
