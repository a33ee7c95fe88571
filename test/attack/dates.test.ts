import { describe, expect, it } from 'vitest';
import { firstDayOf, originsOf, seenOf } from '../../scripts/bench/deid/attack/dates.ts';
import { keylessGuesses, ourConstruction } from '../../scripts/bench/deid/attack/ours.ts';
import { seeded } from '../../scripts/bench/deid/random.ts';
import { hmacSha256Under } from '../../src/base/index.ts';
import { secretDay } from '../../src/dicom/transform/pseudonym.ts';

// What a staged day and a published interval tell of a date. Days are counted from 1970-01-01.

const random = seeded(1, 'dates');
const KEY = Uint8Array.from({ length: 32 }, () => random.below(256));
const KEYED = hmacSha256Under(KEY);
const PATIENTS = Array.from({ length: 4_096 }, () =>
  Array.from({ length: 32 }, () => random.below(16).toString(16)).join(''),
);
const CLAMP = { daysMax: 3_650 };

/** What staging adds to every offset, so that no day of the calendar lies below 0. */
const BASE = 1_000_000;
const OFFSETS = 2 ** 47;

describe('a staged day', () => {
  it('differs from another of the same patient by the days between them', () => {
    for (const patient of PATIENTS.slice(0, 100)) {
      const apart = random.below(20_000);
      expect(secretDay(KEYED, patient, 1_000 + apart) - secretDay(KEYED, patient, 1_000)).toBe(apart);
    }
  });

  it('leaves every day of a window as possible as every other', () => {
    // A value excludes a day only when the offset that it would need is below 0 or beyond the last, which happens to
    // (days − 1) of 2^47 values; for a hundred years of days and all patients here with probability below 10^-6.
    const [from, to] = [firstDayOf(1925), firstDayOf(2025) - 1];
    const excluded = PATIENTS.filter((patient) => {
      const staged = secretDay(KEYED, patient, random.between(from, to));
      return staged - BASE - to < 0 || staged - BASE - from >= OFFSETS;
    });
    expect(excluded).toEqual([]);
  });

  it('has offsets that are spread evenly over 2^47', () => {
    // 16 bins of 256 on average; chi-square with 15 degrees of freedom exceeds 44.26 with probability 10^-4. The key and
    // the patients are fixed, so this either holds or doesn't.
    const bins = new Array<number>(16).fill(0);
    for (const patient of PATIENTS) {
      const offset = secretDay(KEYED, patient, 0) - BASE;
      bins[Math.floor(offset / (OFFSETS / 16))]! += 1;
    }
    expect(bins.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0)).toBeLessThan(44.26);
  });

  it('is worked out by nobody without the key, and by whoever has it', () => {
    const truth = firstDayOf(2011) + 123;
    const staged = PATIENTS.map((patient) => ({ patient, day: secretDay(KEYED, patient, truth) }));
    const share = (make: (patient: string) => string): number => {
      const right = staged.filter(({ patient, day }) => day - BASE - offsetIn(make(patient)) === truth);
      return right.length / staged.length;
    };
    const guesses = Object.values(keylessGuesses('dateshift')).map(share);
    expect(guesses).toEqual(guesses.map(() => 0));
    expect(share(ourConstruction('dateshift', KEY))).toBe(1);
  });
});

/** The offset that the first 48 bits of a hash give. */
function offsetIn(hex: string): number {
  return Math.floor(Number.parseInt(hex.slice(0, 12), 16) / 2);
}

describe('years and days since the first study leave', () => {
  it.each([
    ['all days of the year when there is one study', [[2011, 0]], 365],
    ['all days of a leap year', [[2012, 0]], 366],
    [
      'the year less the interval when both studies lie in it',
      [
        [2011, 0],
        [2011, 100],
      ],
      265,
    ],
    [
      'as many days as the interval has when New Year lies in it',
      [
        [2011, 0],
        [2012, 30],
      ],
      30,
    ],
    [
      'one day when the studies are a day apart in two years: then the date is known',
      [
        [2011, 0],
        [2012, 1],
      ],
      1,
    ],
    [
      'all days when the second study is at the clamp, and late enough',
      [
        [2001, 0],
        [2012, 3_650],
      ],
      365,
    ],
    [
      'nothing when the years contradict the interval',
      [
        [2011, 0],
        [2013, 10],
      ],
      0,
    ],
  ] as const)('%s', (_, studies, days) => {
    expect(
      originsOf(
        studies.map(([year, since]) => ({ year, days: since })),
        CLAMP,
      ).days,
    ).toBe(days);
  });

  it('exactly the days on which the first study would look the same, each as likely as the others', () => {
    for (let patient = 0; patient < 100; patient += 1) {
      const first = random.between(firstDayOf(1995), firstDayOf(2020));
      const days = [first, ...Array.from({ length: random.below(4) }, () => first + random.below(5_000))];
      const seen = JSON.stringify(seenOf(days, CLAMP));
      const { from, to } = originsOf(seenOf(days, CLAMP), CLAMP);
      // Studies at the clamp may have been on any later day of their year, so only the others are moved rigidly.
      const rigid = days.every((day) => day - first < CLAMP.daysMax);
      const same = Array.from({ length: 1_200 }, (_, n) => first - 600 + n).filter((origin) => {
        return (
          JSON.stringify(
            seenOf(
              days.map((day) => day - first + origin),
              CLAMP,
            ),
          ) === seen
        );
      });
      expect(rigid ? [same[0], same.at(-1), same.length] : [true]).toEqual(
        rigid ? [from, to, to - from + 1] : [same[0]! >= from && same.at(-1)! <= to],
      );
    }
  });
});
