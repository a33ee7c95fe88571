import { describe, expect, it } from 'vitest';
import { dayEnd, dayStart, timeAt } from '../../src/base/index.ts';

const shown = (ms: number | undefined): string | undefined => (ms === undefined ? ms : new Date(ms).toISOString());

describe('a day', () => {
  it('begins and ends at midnight, UTC', () => {
    expect(shown(dayStart('2028-02-29'))).toBe('2028-02-29T00:00:00.000Z');
    expect(shown(dayEnd('2028-02-29'))).toBe('2028-03-01T00:00:00.000Z');
  });

  it.each(['2027-02-29', '2027-02-30', '2027-13-01', '2027-1-1', '30.06.2027', '2027-06-30 (last day)', '', '2027'])(
    'is not taken for another: %s',
    (text) => {
      expect([dayStart(text), dayEnd(text), timeAt(text)]).toEqual([undefined, undefined, undefined]);
    },
  );
});

describe('a time', () => {
  it.each([
    ['2027-06-30T12:00Z', '2027-06-30T12:00:00.000Z'],
    ['2027-06-30 12:00', '2027-06-30T12:00:00.000Z'],
    ['2027-06-30T00:00:01.5Z', '2027-06-30T00:00:01.500Z'],
    ['2027-06-30T12:00+02:00', '2027-06-30T10:00:00.000Z'],
    ['2027-06-30T23:30-01:00', '2027-07-01T00:30:00.000Z'],
  ])('is the same wherever it is read: %s', (text, wanted) => {
    expect(shown(timeAt(text))).toBe(wanted);
  });

  it.each(['2027-02-30T12:00Z', '2027-06-30T24:00Z', '2027-06-30T12:60Z', '2027-06-30T12Z', '2027-06-30', '12:00'])(
    'is not guessed: %s',
    (text) => {
      expect(timeAt(text)).toBeUndefined();
    },
  );
});
