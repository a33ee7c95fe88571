import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmacSha256Under, utf8ToBytes } from '../../src/base/index.ts';
import { strictDecimal } from '../../src/dicom/parse/index.ts';
import { ageInYears } from '../../src/dicom/transform/age.ts';
import { strictDate } from '../../src/dicom/transform/date.ts';
import { tesla } from '../../src/dicom/transform/decimal.ts';
import { keysUnder } from '../../src/dicom/transform/keys.ts';
import { normalised, pseudonym } from '../../src/dicom/transform/pseudonym.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);

describe('decimal', () => {
  test.each([
    ['5', 5],
    ['+5', 5],
    ['-0.5', -0.5],
    ['5.', 5],
    ['.625', 0.625],
    ['5.000000', 5],
    ['1.000000e+01', 10],
    ['1E-3', 0.001],
    ['007', 7],
  ])('reads %s as %d', (text, number) => {
    expect(strictDecimal(text)).toBe(number);
  });

  test.each([
    '1,25',
    '5mm',
    '1e400',
    '12abc',
    '1A',
    '',
    '.',
    '-',
    'abc',
    'NaN',
    'Infinity',
    '0x10',
    '1 2',
    '1e',
    '--1',
    '1_0',
  ])('never reads %j as a number', (text) => {
    expect(strictDecimal(text)).toBeUndefined();
  });

  test('reads every double back from its shortest form', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (x) => strictDecimal(String(x)) === x || x === 0,
      ),
    );
  });

  test('never gives anything but a finite number, and does so quickly for long text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.eE+-, ') }), (text) => {
        const number = strictDecimal(text);
        return number === undefined || Number.isFinite(number);
      }),
    );
    expect(strictDecimal('9'.repeat(60_000))).toBeUndefined();
  });
});

test('brings gauss to tesla and leaves tesla alone', () => {
  expect([1.5, 3, 0.35, 11.7, 15_000, 15_015, 2_000].map(tesla)).toEqual([1.5, 3, 0.35, 11.7, 1.5, 1.5015, 0.2]);
});

describe('date', () => {
  test('reads days there were', () => {
    expect(strictDate('20240229')).toEqual({ year: 2024, month: 2, day: 29 });
    expect(strictDate('20001231')).toEqual({ year: 2000, month: 12, day: 31 });
  });

  test.each([
    '20230229',
    '19000229',
    '20211345',
    '20210431',
    '20210500',
    '2021.05.04',
    '2021-5-4',
    '210504',
    '20210504-',
    '',
    '00000000',
  ])('never reads %j as a day', (text) => {
    expect(strictDate(text)).toBeUndefined();
  });
});

describe('age', () => {
  const none = { age: undefined, birthDate: undefined, studyDate: undefined };

  test.each([
    ['045Y', 45],
    ['000Y', 0],
    ['120Y', 120],
    ['018M', 1],
    ['023M', 1],
    ['024M', 2],
    ['104W', 1],
    ['105W', 2],
    ['364D', 0],
    ['366D', 1],
  ])('reads PatientAge %s as %d whole years', (age, years) => {
    expect(ageInYears({ ...none, age })).toBe(years);
  });

  test.each(['121Y', '411Y', '45', '045', '45Y', '045y', '0045Y', 'Y045', '04.5Y'])(
    'never reads PatientAge %s',
    (age) => {
      expect(ageInYears({ ...none, age })).toBeUndefined();
    },
  );

  test.each([
    ['19800615', '20210614', 40],
    ['19800615', '20210615', 41],
    ['20000229', '20210228', 20],
    ['20000229', '20210301', 21],
    ['20210101', '20210101', 0],
  ])('works out the age of who was born on %s at a study of %s', (birthDate, studyDate, years) => {
    expect(ageInYears({ ...none, birthDate, studyDate })).toBe(years);
    expect(ageInYears({ age: '45', birthDate, studyDate })).toBe(years);
  });

  test('never gives an age before birth or above 120', () => {
    expect(ageInYears({ ...none, birthDate: '20220101', studyDate: '20210101' })).toBeUndefined();
    expect(ageInYears({ ...none, birthDate: '18000101', studyDate: '20210101' })).toBeUndefined();
    expect(ageInYears({ ...none, birthDate: '19000101' })).toBeUndefined();
    expect(ageInYears(none)).toBeUndefined();
  });

  test.each([
    ['000Y', '19700101', 51],
    ['000Y', '20200102', 0],
    ['000Y', '20200101', 1],
    ['000D', '19700101', 0],
    ['003D', '19700101', 0],
    ['001Y', '19700101', 1],
    ['000Y', '1970', 0],
    ['000Y', undefined, 0],
    ['000Y', '18000101', 0],
  ])(
    'takes PatientAge %s of who was born on %s for %s: old systems fill in 000 where they know no age',
    (age, born, years) => {
      expect(ageInYears({ age, birthDate: born, studyDate: '20210101' })).toBe(years);
    },
  );

  test('believes a PatientAge that can be read, even one that is impossible, before the dates', () => {
    expect(ageInYears({ age: '411Y', birthDate: '19800101', studyDate: '20210101' })).toBeUndefined();
  });
});

describe('pseudonym', () => {
  const bytes = utf8ToBytes;

  test('is HMAC-SHA256 over version, domain, length and value, cut to 128 bits', () => {
    const length = (n: number) => Buffer.from([0, 0, 0, n]);
    const message = Buffer.concat([
      Buffer.from('sfumato pseudonym 1 patient\n'),
      length(3),
      Buffer.from('PAS'),
      length(2),
      Buffer.from('P1'),
    ]);
    const expected = createHmac('sha256', KEY).update(message).digest('hex').slice(0, 32);
    expect(pseudonym(hmacSha256Under(KEY), 'patient', [bytes('PAS'), bytes('P1')])).toBe(expected);
  });

  test('differs by key, domain, case and where one part ends', () => {
    const other = KEY.map((byte) => byte ^ 1);
    const made = [
      pseudonym(hmacSha256Under(KEY), 'patient', [bytes('ab'), bytes('c')]),
      pseudonym(hmacSha256Under(other), 'patient', [bytes('ab'), bytes('c')]),
      pseudonym(hmacSha256Under(KEY), 'study', [bytes('ab'), bytes('c')]),
      pseudonym(hmacSha256Under(KEY), 'patient', [bytes('a'), bytes('bc')]),
      pseudonym(hmacSha256Under(KEY), 'patient', [bytes('abc')]),
      pseudonym(hmacSha256Under(KEY), 'patient', [bytes('AB'), bytes('c')]),
    ];
    expect(new Set(made).size).toBe(made.length);
  });

  test('never hashes what pads a value, and hashes all else', () => {
    const same = ['P1', ' P1', 'P1 ', '  P1  ', 'P1\0'].map((text) => Buffer.from(normalised(bytes(text))).toString());
    expect(new Set(same)).toEqual(new Set(['P1']));
    expect(Buffer.from(normalised(bytes(' P 1 '))).toString()).toBe('P 1');
    expect(normalised(bytes('  \0'))).toHaveLength(0);
    expect([...normalised(new Uint8Array([0xc4, 0xd0]))]).toEqual([0xc4, 0xd0]);
  });

  test.each([
    ['composed and decomposed', 'M\u00fcller1', 'Mu\u0308ller1'],
    ['full and half width', '\uff30\uff11', 'P1'],
  ])('of identifiers in %s text stays two: vocabularies alone take them for the same', (_what, one, other) => {
    const [first, second] = [one, other].map((id) => {
      const header = { raw: (tag: number) => bytes(tag === 0x00100020 ? id : tag === 0x00100021 ? '' : '1.2') };
      return keysUnder(hmacSha256Under(KEY))({
        ...header,
        fault: () => undefined,
        values: () => undefined,
        creators: () => [],
      });
    });
    const expected = (id: string) => pseudonym(hmacSha256Under(KEY), 'patient', [bytes(''), bytes(id)]);
    expect([first, second]).toMatchObject([{ patient: expected(one) }, { patient: expected(other) }]);
    expect(expected(one)).not.toBe(expected(other));
  });
});
