import { expect, it } from 'vitest';
import { table } from '../../src/cli/table.ts';

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
