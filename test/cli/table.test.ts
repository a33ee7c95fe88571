import { expect, it } from 'vitest';
import { table } from '../../src/cli/terminal/table.ts';

it('aligns columns, numbers to the right', () => {
  expect(
    table(
      ['site', 'ε'],
      [
        ['north', '0.5'],
        ['lakeside', '10'],
      ],
    ).split('\n'),
  ).toEqual(['site        ε', '--------  ---', 'north     0.5', 'lakeside   10']);
});

it('aligns as many rows as a journal has records', () => {
  const rows = Array.from({ length: 200_000 }, (_, seq) => [String(seq), 'commit']);
  expect(table(['seq', 'kind'], rows).split('\n').at(-1)).toBe('199999  commit');
});

it('aligns by the columns of a terminal: wide letters take two, marks on a letter none', () => {
  const names = ['東京', '서울', 'ﾃﾞｰﾀ', 'e\u0301toile', 'ＡＢ', 'महाराष्ट्र', '🏥'];
  const lines = table(
    ['site', 'ε'],
    names.map((name) => [name, '1']),
  ).split('\n');
  expect(lines.slice(2).map((line) => line.replace(/1$/, '').length)).toEqual([8, 8, 10, 11, 8, 12, 10]);
  expect(lines[1]).toBe('--------  -');
});
