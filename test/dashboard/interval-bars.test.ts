import { expect, it } from 'vitest';
import { barsOf, barsSize, barsSvg } from '../../src/dashboard/researcher/interval-bars.ts';
import { sayIn } from '../../src/dashboard/texts/say.ts';
import type { ShownNumber } from '../../src/shown/index.ts';

const number = (cell: readonly string[], name: string, value: number): ShownNumber => ({
  ...{ cell, name, value, interval: [value - 1, value + 1], why: '' },
});
const GROUPED = ['GE', 'AGFA'].flatMap((cell) => [number([cell], 'mean', 4), number([cell], 'n', 300)]);
const look = { theme: 'light', title: 'a chart', say: sayIn('en') } as const;
/** The words of a picture, in its order. */
const words = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)/g)].map(([, text = '']) => text);

it('has an axis for each of what a cell comes to: a mean shares none with how many patients it is of', () => {
  const bars = barsOf({ rows: GROUPED }, 'mean');
  expect(bars.panels.map(({ heading }) => heading)).toEqual(['mean', 'n']);
  expect(words(barsSvg(bars, look))).toEqual([
    'mean',
    'GE',
    'AGFA',
    '0',
    '2.5',
    '5',
    'n',
    'GE',
    'AGFA',
    '0',
    '150.5',
    '301',
  ]);
  expect(barsSize(bars).height).toBeGreaterThan(barsSize(barsOf({ rows: GROUPED }, 'histogram')).height);
});

it('says of each bar on one axis which number of which cell it is', () => {
  const rows = ['0.25', '0.5'].map((point) => number(['GE'], point, 3));
  expect(words(barsSvg(barsOf({ rows }, 'quantiles'), look)).slice(0, 2)).toEqual(['GE · 0.25', 'GE · 0.5']);
  expect(words(barsSvg(barsOf({ rows: [number([], 'patients', 9)] }, 'count'), look))[0]).toBe('patients');
});

it('writes 0 on every axis', () => {
  const below = barsSvg(
    barsOf({ rows: [{ ...number(['GE'], 'variance', 1), interval: [-1267, 431] }] }, 'variance'),
    look,
  );
  expect(words(below)).toEqual(['GE', '0', '-1267', '431']);
});

it('draws no more than one can look at, of each kind as many, and says how many there are', () => {
  const rows = Array.from({ length: 40 }, (_, at) => [
    number([`c${at}`], 'mean', 4),
    number([`c${at}`], 'n', 9),
  ]).flat();
  const { panels, drawn, all } = barsOf({ rows }, 'mean');
  expect([panels.map(({ bars }) => bars.length), drawn, all]).toEqual([[30, 30], 60, 80]);
});
