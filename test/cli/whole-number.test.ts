import { expect, it } from 'vitest';
import { wholeNumber } from '../../src/cli/options/whole-number.ts';

const read = wholeNumber({ least: 1, most: 24, sentence: 'From 1 to 24.' });

it.each([
  ['1', 1],
  ['24', 24],
])('reads %s', (text, number) => {
  expect(read(text)).toBe(number);
});

it.each(['0', '25', '-1', '+1', '01', '1.0', '1e1', ' 1', '1 ', '0x1', '', '٣'])(
  'refuses “%s” with its sentence',
  (text) => {
    expect(() => read(text)).toThrow('From 1 to 24.');
  },
);
