import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { METHODS, metaAnalysisOf } from '../../src/statistics/index.ts';
import { agree, numbersOf } from '../statistics/meta-numbers.ts';

const SCRIPT = fileURLToPath(new URL('metafor.R', import.meta.url));
const hasMetafor = spawnSync('Rscript', ['-e', 'library(metafor)']).status === 0;

interface Case {
  readonly method: (typeof METHODS)[number];
  readonly test: 'z' | 'hk';
  readonly y: readonly number[];
  readonly v: readonly number[];
}

/** Forty tables of 2 to 30 effects, from agreeing to far apart, with variances over three orders of magnitude. */
function tables(): readonly Pick<Case, 'y' | 'v'>[] {
  let state = 5;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Array.from({ length: 40 }, (_, at) => {
    const k = 2 + Math.floor(uniform() * 29);
    const spread = (at % 5) * uniform();
    const v = Array.from({ length: k }, () => 10 ** (-2 + (at % 2) + 2 * uniform()));
    const y = v.map((one) => (at % 3) + (uniform() - 0.5) * (4 * Math.sqrt(one) + spread));
    return { y, v };
  });
}

function metaforOf(cases: readonly Case[]): readonly (readonly (number | null)[] | undefined)[] {
  const lines = cases.map(
    ({ method, test, y, v }) => `${method} ${test === 'hk' ? 'knha' : 'z'} ${y.join(',')} ${v.join(',')}`,
  );
  const { stdout } = spawnSync('Rscript', [SCRIPT], { input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) =>
      line.trim() === 'none'
        ? undefined
        : line
            .trim()
            .split(/\s+/)
            .map((word) => (word === 'NA' ? null : Number(word))),
    );
}

test('every method and test equals R’s metafor on forty tables, wherever metafor’s own iteration ends', ({ skip }) => {
  skip(!hasMetafor, 'metafor of the Debian package r-cran-metafor is not there');
  const cases = tables().flatMap((table) =>
    METHODS.flatMap((method) => (['z', 'hk'] as const).map((test) => ({ method, test, ...table }))),
  );
  const theirs = metaforOf(cases);
  expect(theirs).toHaveLength(cases.length);
  const compared = cases.flatMap(({ method, test, y, v }, at) => {
    const sites = y.map((effect, n) => ({ label: '', effect, samplingVariance: v[n] ?? 0, noiseVariance: 0 }));
    const ours = metaAnalysisOf(sites, { method, test, alpha: 0.05 });
    const their = theirs[at];
    if (!ours.estimable || their === undefined) {
      return [];
    }
    const apart = numbersOf(ours).flatMap((number, n) =>
      agree(n, [number, their[n] ?? null], method) ? [] : [`${n}: ${number}, ${their[n]}`],
    );
    return [{ case: `${method} ${test} over ${y.length}, table ${Math.floor(at / 18)}`, apart }];
  });
  expect(compared.filter(({ apart }) => apart.length > 0)).toEqual([]);
  expect(compared.length).toBeGreaterThan(cases.length * 0.95);
});
