import { describe, expect, it } from 'vitest';
import { repeatedLabels } from '../../src/cli/meta/effect-columns.ts';
import { readEffects } from '../../src/cli/meta/read-effects.ts';

describe('a table whose noise would be left out unseen', () => {
  it.each(['noise_varience', 'noise variance', 'noisevariance', 'noise_var', 'NOISE'])('is refused: %s', (name) => {
    expect(() => readEffects(`label,effect,variance,${name}\nA,1,1,2\n`)).toThrow(
      `“${name.toLowerCase()}” is not read; did you mean noise_variance?`,
    );
  });

  it.each(['noise_variance', 'variance'])('is refused with a column there twice: %s', (name) => {
    const text = `label,effect,variance,noise_variance,${name}\nA,1,1,2,0\n`;
    expect(() => readEffects(text)).toThrow(`the column “${name}” more than once`);
  });

  it('isn’t one with columns of other names, whatever stands beside the noise', () => {
    const text = 'label,effect,variance,year,noise_variance,noise,,\nA,1,1,2020,2,x,,\n';
    expect(readEffects(text)).toEqual([{ label: 'A', effect: 1, samplingVariance: 1, noiseVariance: 2 }]);
  });
});

describe('a file of another kind is called what it is', () => {
  const TABLE = 'label,effect,variance\nA,1,1\n';
  it.each([
    ['empty', ' \n', /The table is empty/],
    ['semicolons', '"label";"effect";"variance"\n"A";1,5;1\n', /separated by semicolons; separate them by commas/],
    ['tabs', TABLE.replaceAll(',', '\t'), /separated by tabs/],
    ['UTF-16', Buffer.from(`\uFEFF${TABLE}`, 'utf16le').toString('utf8'), /no text in UTF-8/],
  ])('%s', (_, text, sentence) => {
    expect(() => readEffects(text)).toThrow(sentence);
  });
});

describe('labels', () => {
  it('bring no control character to a terminal, neither do names of columns', () => {
    const [site] = readEffects('label,effect,variance\n"A\u001b[2J\u009b1m\nB",1,1\n');
    expect(site?.label).toBe('A [2J 1m B');
    expect(() => readEffects('label,effect,varianc\u001b\nA,1,1\n')).toThrow(/^[^\p{Cc}]*$/u);
  });

  it('that stand for several effects are named once', () => {
    expect(repeatedLabels(['A', 'B', 'A', 'A', 'C', 'C'].map((label) => ({ label })))).toEqual(['A', 'C']);
  });
});
