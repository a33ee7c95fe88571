import { describe, expect, it } from 'vitest';
import { analysedEffects, type Wanted } from '../../src/cli/meta/analysed.ts';
import { readEffects } from '../../src/cli/meta/read-effects.ts';

const WANTED = { method: 'REML', test: 'z', confidence: '0.95' } as const;

function analysed(rows: string, wanted: Wanted = WANTED) {
  return analysedEffects({ sites: readEffects(`label,effect,variance\n${rows}`), without: [] }, wanted);
}

describe('numbers of narrow intervals', () => {
  const { text, svg } = analysed('A,54.1293,3e-8\nB,-0.00123456,4e-10\nC,3,0.04\n', { ...WANTED, method: 'FE' });

  it('are shown to a hundredth of their width, in the table and the picture', () => {
    for (const shown of [text, svg]) {
      // 54.1293 ± 1.96·√3e-8, −0.00123456 ± 1.96·2e-5.
      expect(shown).toContain('54.129300 [54.128961, 54.129639]');
      expect(shown).toContain('-0.0012346 [-0.0012738, -0.0011954]');
      expect(shown).toContain('3.000 [2.608, 3.392]');
    }
    expect(svg).toContain('A: 54.129300, from 54.128961 to 54.129639');
  });
});

describe('one site', () => {
  const { document, text } = analysed('A,0.3,0.04\n');

  it('promises nothing of another', () => {
    expect(text).toContain('What lies between sites, and the effect of another site, are not estimable from one.');
    expect(text).not.toMatch(/is expected in|τ² =|I² =/);
    expect(JSON.parse(JSON.stringify(document))).toMatchObject({
      ...{ k: 1, estimate: 0.3, pi: null, tau2: null, tau2Ci: null, I2: null, H2: null },
    });
  });

  it('is what is left of two, without heterogeneity', () => {
    expect(analysed('A,0.3,0.04\nB,0.1,0.04\n').text).toMatch(/^A +0\.100 +\[-0\.292, 0\.492\] +– +–$/m);
  });
});

describe('intervals by z of few sites', () => {
  const nine = Array.from({ length: 9 }, (_, at) => `${at},0.${at},0.04\n`).join('');
  const said = 'both intervals are too short where sites differ';

  it('are said to be too short, and those of ten sites, of one effect or by Hartung and Knapp are not', () => {
    expect(analysed(nine).text).toContain(said);
    for (const other of [
      analysed(`${nine}ten,1,0.04\n`),
      analysed(nine, { ...WANTED, method: 'FE' }),
      analysed(nine, { ...WANTED, test: 'hk' }),
      analysed('A,0.3,0.04\n'),
    ]) {
      expect(other.text).not.toContain(said);
    }
  });
});

describe('a p-value that doubles can’t tell from 0', () => {
  it('is said to be small, and not to be 0', () => {
    const { text, document } = analysed('A,1,1e-9\nB,1,1e-9\n');
    expect(text).toContain('p < 1e-300');
    expect(text).not.toMatch(/p = 0\.00e/);
    expect(document.p).toBe(0);
  });
});

describe('Hartung and Knapp’s interval', () => {
  const agreeing = 'A,0.30,0.04\nB,0.31,0.04\nC,0.29,0.04\n';
  const apart = 'A,0.3,0.04\nB,0.9,0.04\nC,-0.4,0.04\n';
  const hk = { ...WANTED, test: 'hk' } as const;

  it('is set beside that of z where it is narrower', () => {
    // 0.3 ± 1.96·√(0.04/3).
    expect(analysed(agreeing, hk).text).toContain('That is narrower than by z: [0.074, 0.526].');
  });

  it.each([
    ['it is wider', apart, hk],
    ['z was asked for', agreeing, WANTED],
  ])('is not where %s', (_, rows, wanted) => {
    expect(analysed(rows, wanted).text).not.toContain('narrower');
  });

  it.each([
    ['-0.42', 't(2) without bound, p = 0.', 0],
    ['0', 't(2) and p not estimable (0/0).', null],
  ])('has no width over equal effects, and says so: %s', (effect, sentence, p) => {
    const rows = ['A', 'B', 'C'].map((label) => `${label},${effect},0.03\n`).join('');
    const { document, text } = analysed(rows, hk);
    expect(text).toContain(`standard error 0.000, ${sentence}`);
    expect(text).toContain('the interval has no width');
    expect(text).toContain('That is narrower than by z');
    expect(text).not.toMatch(/NaN|Infinity/);
    const { statistic, p: found, leaveOneOut } = JSON.parse(JSON.stringify(document));
    expect([statistic, found, leaveOneOut[0].p]).toEqual([null, p, p]);
  });
});

it('draws effects in the millions with all of their numbers, ticks apart from one another, and an estimate that can be seen', () => {
  const { svg } = analysed('A,123456789.123,1000000\nB,123456999.1,3000000\n');
  const width = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const numbers = [...svg.matchAll(/<text class="small" x="(\d+)" y="\d+">([^<]*)</g)];
  expect(numbers).toHaveLength(3);
  expect(numbers.every(([, x, text]) => Number(x) + 7 * (text?.length ?? 0) <= width)).toBe(true);
  const ticks = [...svg.matchAll(/x="([\d.]+)" y="\d+" text-anchor="middle">([^<]*)</g)];
  expect(ticks.map(([, , text]) => text)).toEqual(['0', '2e7', '4e7', '6e7', '8e7', '1e8', '1.2e8']);
  const corners = /class="all" points="([\d.]+),\S+ \S+ ([\d.]+),/.exec(svg)?.slice(1).map(Number) ?? [];
  expect((corners[1] ?? 0) - (corners[0] ?? 0)).toBeGreaterThanOrEqual(6);
  expect(analysed('A,0.3,0.04\n').svg).toContain('viewBox="0 0 810 ');
});
