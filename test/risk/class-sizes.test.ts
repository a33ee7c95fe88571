import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { bandsOf, combinations, combinationsCount, sampleRisk } from '../../src/risk/index.ts';
import { tally } from './tally.ts';

const TEN = [...['F 20', 'F 20', 'F 20', 'M 20', 'M 20'], ...['F 30', 'F 30', 'M 30', 'M 30', 'M 30']];

/** The sizes of classes of people by what is known of them. */
function sizesOf(people: readonly string[]): ReadonlyMap<number, number> {
  return tally(tally(people).values());
}

describe('the risk of a table', () => {
  it('is 0.40 on average for ten people in four classes, as in the handbook of IHE, which prints 30 %', () => {
    const risk = sampleRisk(sizesOf(TEN));
    expect(risk).toMatchObject({ patients: 10, classes: 4, smallest: 2, average: 0.4, highest: 0.5 });
    expect(risk.below).toEqual({ 2: 0, 5: 10, 11: 10, 20: 10 });
    // 45 pairs, of which 3 + 1 + 1 + 3 are alike.
    expect(risk.separation).toBeCloseTo(37 / 45, 15);
  });

  it('counts who is alone, and patients rather than classes below a size', () => {
    const risk = sampleRisk(sizesOf(['a', 'b', ...Array(4).fill('c'), ...Array(10).fill('d'), ...Array(11).fill('e')]));
    expect(risk.below).toEqual({ 2: 2, 5: 6, 11: 16, 20: 27 });
    expect(risk).toMatchObject({ patients: 27, classes: 5, smallest: 1, highest: 1, average: 5 / 27 });
  });

  it('is nothing where there is nobody, and of one person all', () => {
    expect(sampleRisk(new Map())).toMatchObject({ patients: 0, smallest: 0, highest: 0, average: 0, separation: 0 });
    expect(sampleRisk(new Map([[1, 1]]))).toMatchObject({ smallest: 1, highest: 1, average: 1, separation: 0 });
  });

  it('halves where everybody is there twice', () => {
    const [once, twice] = [sampleRisk(sizesOf(TEN)), sampleRisk(sizesOf([...TEN, ...TEN]))];
    expect([twice.average, twice.highest]).toEqual([once.average / 2, once.highest / 2]);
  });

  it('takes no half classes', () => {
    expect(() => sampleRisk(new Map([[1.5, 1]]))).toThrow(AssertionFailure);
  });
});

describe('the combinations of fields', () => {
  it('are each set once, by size, and all fields last', () => {
    const four = combinations(['a', 'b', 'c', 'd'], 2).map((set) => set.join(''));
    expect(four).toEqual(['a', 'b', 'c', 'd', 'ab', 'ac', 'ad', 'bc', 'bd', 'cd', 'abcd']);
    expect(combinations(['a', 'b'], 3)).toEqual([['a'], ['b'], ['a', 'b']]);
    expect(combinations([...'abcdefghijklmn'], 3)).toHaveLength(14 + 91 + 364 + 1);
  });
});

describe('the classes between the sizes that others name', () => {
  it('hold every class and every patient once, each end on its own side', () => {
    const sizes = new Map([1, 2, 4, 5, 10, 11, 19, 20, 900].map((size, at) => [size, at + 1] as const));
    expect(bandsOf(sizes)).toEqual([
      { from: 1, to: 1, classes: 1, patients: 1 },
      { from: 2, to: 4, classes: 5, patients: 16 },
      { from: 5, to: 10, classes: 9, patients: 70 },
      { from: 11, to: 19, classes: 13, patients: 199 },
      { from: 20, classes: 17, patients: 8_260 },
    ]);
    expect(bandsOf(new Map()).every(({ classes, patients }) => classes === 0 && patients === 0)).toBe(true);
  });
});

it('sets of names are counted as they are made', () => {
  for (let names = 0; names < 9; names += 1) {
    for (const most of [1, 2, 3, 4]) {
      const all = Array.from({ length: names }, (_, at) => `${at}`);
      expect([names, most, combinationsCount(names, most)]).toEqual([names, most, combinations(all, most).length]);
    }
  }
  expect(combinationsCount(57, 4)).toBe(57 + 1_596 + 29_260 + 395_010 + 1);
});
