import { describe, expect, it } from 'vitest';
import { ENGLISH, numberCells, type ShownNumber } from '../../src/shown/index.ts';

/** A number and its interval as they are read on a screen. */
function cells(value: number, interval: ShownNumber['interval']): readonly string[] {
  return numberCells(ENGLISH, { cell: [], name: '', value, interval, why: '' }).slice(1);
}

describe('a number with an interval', () => {
  it('has five digits where these leave the interval as it is', () => {
    expect(cells(54.12931, [53.90598, 54.35464])).toEqual(['54.129', '53.906 … 54.355']);
    expect(cells(1.23456789, [0.9, null])).toEqual(['1.2346', '0.9 … ∞']);
    expect(cells(0.00123456, null)).toEqual(['0.0012346', '–']);
  });

  // A mean of a million patients, and a sum in halves of a million and more: five digits would leave an interval of no width, or one that
  // doesn't hold what it holds.
  it('has as many as its interval is narrow', () => {
    expect(cells(54.12931, [54.12896, 54.12964])).toEqual(['54.12931', '54.12896 … 54.12964']);
    expect(cells(2_250_040.5, [2_249_980.5, 2_250_100.5])).toEqual(['2250041', '2249981 … 2250101']);
    expect(cells(12_345.678, [12_345.6, 12_345.756])).toEqual(['12345.678', '12345.6 … 12345.756']);
  });

  it('moves no end by more than a hundredth of the width', () => {
    for (let at = 0; at < 2_000; at += 1) {
      const middle = (at % 2 === 0 ? 1 : -1) * 10 ** ((at % 97) / 10 - 3) * (1 + ((at * 7_919) % 1_000) / 1_000);
      const half = Math.abs(middle) * 10 ** (-(at % 83) / 10);
      const [low, high] = [middle - half, middle + half];
      const [, text = ''] = cells(middle, [low, high]);
      const [from = Number.NaN, to = Number.NaN] = text.split(' … ').map(Number);
      expect(Math.abs(from - low) + Math.abs(to - high)).toBeLessThanOrEqual(0.02 * half);
    }
  });
});
