import { describe, expect, it } from 'vitest';
import { repeatedSentence } from '../../src/cli/meta/effect-columns.ts';
import { readEffects } from '../../src/cli/meta/read-effects.ts';
import { METHODS, metaAnalysisOf } from '../../src/statistics/index.ts';

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
    ['Latin-1', Buffer.from(TABLE.replace('A', 'Zürich'), 'latin1').toString('utf8'), /UTF-8 \(Latin-1, perhaps\)/],
    ['UTF-16', Buffer.from(`\uFEFF${TABLE}`, 'utf16le').toString('utf8'), /no text in UTF-8/],
  ])('%s', (_, text, sentence) => {
    expect(() => readEffects(text)).toThrow(sentence);
  });
});

describe('numbers that can’t be reckoned with in doubles', () => {
  it.each([
    ['1e51,1', 'effect is beyond 1e+50'],
    ['-1e308,1', 'effect is beyond 1e+50'],
    ['1e999,1', 'effect is beyond 1e+50'],
    ['1,1e51', 'variance is beyond 1e+50'],
    ['1,1e-320', 'the variance is below 1e-50'],
  ])('are refused: %s', (cells, sentence) => {
    expect(() => readEffects(`label,effect,variance\nA,${cells}\n`)).toThrow(`Line 2 of the table: ${sentence}`);
  });

  it('are none within 1e-50 … 1e50: all methods and tests give finite numbers at the ends', () => {
    const sites = readEffects('label,effect,variance\nA,1e50,1e-50\nB,-1e50,1e-50\nC,1,1e50\n');
    for (const method of METHODS) {
      for (const test of ['z', 'hk'] as const) {
        const found = metaAnalysisOf(sites, { method, test, alpha: 0.05 });
        const numbers = Object.values(found).flat();
        expect(numbers.filter((one) => typeof one === 'number' && !Number.isFinite(one))).toEqual([]);
      }
    }
  });
});

describe('labels', () => {
  it('hold nothing that acts, hides or turns text round, neither do names of columns', () => {
    const [site] = readEffects('label,effect,variance\n"A\u001b[2J\u009b1m\nB\u202e\u200bC",1,1\n');
    expect(site?.label).toBe('A\\u001b[2J\\u009b1m B\\u202e\\u200bC');
    expect(() => readEffects('label,effect,varianc\u001b\nA,1,1\n')).toThrow(/^[^\p{Cc}]*$/u);
  });

  it('of spaces are none', () => {
    expect(readEffects('label,effect,variance\n  ,1,1\n').map(({ label }) => label)).toEqual(['']);
  });

  it.each([
    ['A,B,A,A,C,C', 'More than one line is of A, C; each counts as a site of its own.'],
    [',A,', '2 lines have no label; each counts as a site of its own.'],
    ['A,,A,', 'More than one line is of A, and 2 lines have no label; each counts as a site of its own.'],
    ['A,,B', 'One line has no label; each counts as a site of its own.'],
    ['A,B', undefined],
  ])('that stand for several effects are named once: %s', (labels, sentence) => {
    expect(repeatedSentence(labels.split(',').map((label) => ({ label })))).toBe(sentence);
  });
});

it('reads a line of separators alone as a blank one, wherever it stands', () => {
  const text = ',,\nlabel,effect,variance\n\nA,1,1\n,,\n , ,\nB,2,2\n,,,,\n';
  expect(readEffects(text).map(({ label }) => label)).toEqual(['A', 'B']);
  expect(() => readEffects(text.replace('B,2,2', ',2,x'))).toThrow('Line 7 of the table: variance is no number');
});
