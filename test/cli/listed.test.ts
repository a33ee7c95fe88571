import { describe, expect, it } from 'vitest';
import { listed } from '../../src/cli/options/listed.ts';

describe('a list with commas between names', () => {
  it('takes blanks around them, and no name away', () => {
    expect(listed('harbour, hillside ,lakeside')).toEqual(['harbour', 'hillside', 'lakeside']);
    // An empty name is for the option to refuse: `--scopes ""` must not read as none.
    expect(listed('quality, ')).toEqual(['quality', '']);
  });
});
