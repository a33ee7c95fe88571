import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { codeBelow } from './repository.ts';

/** The limits that no code asks for: each is a bound that somebody believes in, and that isn't there. */
function unusedLimits(names: readonly string[], texts: readonly string[]): readonly string[] {
  const used = new Set(texts.flatMap((text) => [...text.matchAll(/\bLIMITS\.(\w+)/g)].map(([, name]) => name)));
  return names.filter((name) => !used.has(name));
}

describe('the limits', () => {
  it('are each used outside the file that states them', () => {
    const texts = codeBelow('src/')
      .filter(({ path }) => path !== 'src/base/limits.ts')
      .map(({ text }) => text);
    expect(unusedLimits(Object.keys(LIMITS), texts)).toEqual([]);
  });

  it('are found where one is not used', () => {
    expect(unusedLimits(['aMax', 'aMaxBytes'], ['LIMITS.aMaxBytes'])).toEqual(['aMax']);
  });
});
