import { describe, expect, it } from 'vitest';
import { cautionOf } from '../../src/cli/meta/caution.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { discreteLaplace } from '../../src/privacy/laplace/discrete-laplace.ts';
import { noiseSum, rational } from '../../src/privacy/laws.ts';
import {
  leaveOneOut,
  logOddsOf,
  METHODS,
  type MetaAnalysis,
  metaAnalysisOf,
  type SiteEffect,
} from '../../src/statistics/index.ts';
import { chiSquareTailOf, studentTail } from '../../src/statistics/meta/tails.ts';
import { normalTail } from '../../src/statistics/normal.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { BCG } from './bcg.table.ts';
import { agree, numbersOf } from './meta-numbers.ts';
import { METAFOR } from './metafor.table.ts';

const SITES: readonly SiteEffect[] = BCG.map(({ effect, variance }, at) => ({
  label: `trial ${at + 1}`,
  effect,
  samplingVariance: variance,
  noiseVariance: 0,
}));
const REML_Z = { method: 'REML', test: 'z', alpha: 0.05 } as const;

function estimable(sites: readonly SiteEffect[], options: Parameters<typeof metaAnalysisOf>[1]): MetaAnalysis {
  const analysis = metaAnalysisOf(sites, options);
  if (!analysis.estimable) {
    throw new Error(analysis.why);
  }
  return analysis;
}

describe('equals metafor on thirteen trials, to 1e-8 in estimates and 1e-10 in p-values that nothing iterates', () => {
  it.each(METHODS.flatMap((method) => (['z', 'hk'] as const).map((test) => [method, test] as const)))(
    '%s, %s',
    (method, test) => {
      const expected = METAFOR[`${method} ${test}`] ?? [];
      const found = numbersOf(estimable(SITES, { method, test, alpha: 0.05 }));
      expect(found).toHaveLength(expected.length);
      found.forEach((number, at) => {
        expect(agree(at, [number, expected[at] ?? null], method), `number ${at}: ${number} and ${expected[at]}`).toBe(
          true,
        );
      });
    },
  );
});

describe('the likelihood is greatest at τ², to 1e-9 of it, where scoring alone goes too slowly to say so', () => {
  // By the score in numbers of 50 digits (mpmath); metafor 3.8-1 with threshold 1e-14 gives the first to 13 digits.
  it.each([
    ['REML', [0.1, 0.5, -0.3, 2, 1], [1e-12, 1e-6, 1, 1e6, 1e12], 0.0748846230691832],
    ['REML', [1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 3], [1, 1, 1, 2], 0.78676541922],
    ['ML', [1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 3], [1, 1, 1, 2], 0.344363803288],
    ['ML', [0.1, 0.2, 0.15, 0.12], [0.2, 0.3, 0.1, 0.5], 0],
  ] as const)('%s of %j', (method, y, v, tau2) => {
    const sites = y.map((effect, at) => ({ label: '', effect, samplingVariance: v[at] ?? 0, noiseVariance: 0 }));
    const found = estimable(sites, { method, test: 'z', alpha: 0.05 }).tau2 ?? Number.NaN;
    expect(Math.abs(found - tau2)).toBeLessThanOrEqual(1e-9 * tau2);
  });
});

describe('of several peaks of the likelihood the highest is taken, whichever a search would climb', () => {
  // The places of the peaks by a scan in steps of 1e-6 of them; metafor 3.8-1 ends on the lower one of the last two.
  const among = (y: readonly number[], v: readonly number[], method: 'ML' | 'REML') => {
    const height = (tau2: number): number => {
      const w = v.map((one) => 1 / (one + tau2));
      const sum = w.reduce((all, one) => all + one, 0);
      const mean = w.reduce((all, one, at) => all + one * (y[at] ?? 0), 0) / sum;
      const own = w.reduce((all, one, at) => all + Math.log(one) - one * ((y[at] ?? 0) - mean) ** 2, 0);
      return method === 'ML' ? own : own - Math.log(sum);
    };
    const places = [0, ...Array.from({ length: 2_000 }, (_, at) => 10 ** (at / 200 - 6))];
    const isPeak = (at: number): boolean =>
      [at - 1, at + 1].every((near) => height(places[near] ?? 0) <= height(places[at] ?? 0));
    const sites = y.map((effect, at) => ({ label: '', effect, samplingVariance: v[at] ?? 0, noiseVariance: 0 }));
    const { tau2 } = estimable(sites, { method, test: 'z', alpha: 0.05 });
    const peaks = places.filter((_, at) => isPeak(at));
    return { peaks: peaks.length, isHighest: places.every((one) => height(one) <= height(tau2 ?? Number.NaN) + 1e-9) };
  };

  it.each([
    ['ML', [-6.00898060885974, -10.5060970709165], [0.01116510374259671, 3.57398860789678]],
    [
      'REML',
      [-1.8698727822617123, 8.351497482066488, 0.14678692926967282, 0.5462850466968269],
      [2.3757568396205895, 9.206719044226698, 0.15966540085970463, 0.10098878075702658],
    ],
    [
      'ML',
      [0.27360678469119937, -2.455570606003444, 0.03893467591742379, -4.048316699933658],
      [0.3589036432990405, 49.89422096327831, 0.15734097264008218, 1.6102875640121699],
    ],
    [
      'REML',
      [7.434621519262527, 8.618325074835084, -0.09771839707868091, 8.093790559653534, 0.026589963219469628],
      [89.42934567088358, 11.522176576198428, 0.09625424179752853, 58.30259285462677, 0.7311302093846739],
    ],
  ] as const)('%s over effects %j with variances %j', (method, y, v) => {
    expect(among(y, v, method)).toEqual({ peaks: 2, isHighest: true });
  });
});

describe('effects that are all equal', () => {
  // Three of 0.1: added up as they stand, their weighted mean is another double.
  const of = (effect: number): SiteEffect[] =>
    [0.03, 0.07, 0.011].map((samplingVariance, at) => ({ label: `${at}`, effect, samplingVariance, noiseVariance: 0 }));

  // R 4.2.2, metafor 3.8-1, rma(test = "knha"): se 0, tval −Inf or Inf and pval 0; NaN and NaN for effects of 0.
  it.each(
    METHODS.flatMap(
      (method) =>
        [
          [method, 0.1, 0],
          [method, -0.42, 0],
          [method, 0, null],
        ] as const,
    ),
  )('leave Hartung and Knapp’s test no spread: %s, %s', (method, effect, p) => {
    expect(estimable(of(effect), { method, test: 'hk', alpha: 0.05 })).toMatchObject({
      ...{ estimate: effect, se: 0, statistic: null, p, ci: [effect, effect], Q: 0, Qp: 1 },
    });
  });

  it('are nothing special to z', () => {
    const { statistic, p } = estimable(of(0), { ...REML_Z });
    expect([statistic, p]).toEqual([0, 1]);
  });
});

describe('upper tails are right to 1e-11 of themselves where doubles end', () => {
  // R 4.2.2: pnorm, pt and pchisq with lower.tail = FALSE.
  it.each([
    ['normal, 2', normalTail(2), 0.022750131948179212],
    ['normal, 37', normalTail(37), 5.7255712225245771e-300],
    ['t, 1 degree, 10⁶', studentTail(1, 1e6), 3.1830988618368455e-7],
    ['t, 12 degrees, 2.5', studentTail(12, 2.5), 0.013957699785662607],
    ['t, 101 degrees, 1000', studentTail(101, 1000), 6.5119384038492345e-204],
    ['χ², 12 degrees, 152.233', chiSquareTailOf(12, 152.233), 1.9967721373353058e-26],
    ['χ², 1 degree, 1300', chiSquareTailOf(1, 1300), 1.1303728441492744e-284],
    ['χ², 2001 degrees, 4000', chiSquareTailOf(2001, 4000), 9.6896506034934951e-136],
  ])('%s', (_, found, expected) => {
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-11 * expected);
  });
});

describe('one site', () => {
  const alone = SITES.slice(0, 1);

  it.each(METHODS)('is its own meta-analysis by %s', (method) => {
    const { estimate, se, Q, Qp, weights, ci } = estimable(alone, { method, test: 'z', alpha: 0.05 });
    const [site] = BCG;
    expect({ se, Q, Qp, weights }).toEqual({ se: Math.sqrt(site.variance), Q: 0, Qp: 1, weights: [1] });
    expect(estimate).toBeCloseTo(site.effect, 14);
    expect(ci[1] - ci[0]).toBeCloseTo(2 * 1.959963984540054 * Math.sqrt(site.variance), 12);
  });

  // metafor says τ² = 0, I² = 0 and H² = 1, as of sites that agree.
  it.each(METHODS)('says nothing of what lies between sites, by %s', (method) => {
    const { tau2, tau2Ci, I2, H2, pi } = estimable(alone, { method, test: 'z', alpha: 0.05 });
    const none = { tau2: null, tau2Ci: null, I2: null, H2: null, pi: null };
    expect({ tau2, tau2Ci, I2, H2, pi }).toEqual(method === 'FE' ? { ...none, tau2: 0 } : none);
  });

  it('has no spread for Hartung and Knapp to work with', () => {
    expect(metaAnalysisOf(alone, { ...REML_Z, test: 'hk' })).toMatchObject({ estimable: false });
    expect(leaveOneOut(alone, REML_Z)).toEqual([]);
  });
});

it('leaves each site out in turn', () => {
  // metafor 3.8-1, leave1out of the REML fit, from the second trial on.
  const estimates = [-0.654, -0.6856, -0.6284, -0.7642, -0.7109, -0.6552, -0.7948, -0.7412, -0.653, -0.7579];
  const tau2 = [0.2926, 0.3207, 0.2628, 0.3278, 0.3596, 0.293, 0.2732, 0.3495, 0.2987, 0.3405];
  const found = leaveOneOut(SITES, REML_Z).map(({ without }) => (without.estimable ? without : undefined));
  expect(found).toHaveLength(13);
  estimates.forEach((estimate, at) => {
    expect(found[at + 1]?.estimate).toBeCloseTo(estimate, 4);
    expect(found[at + 1]?.tau2).toBeCloseTo(tau2[at] ?? 0, 4);
  });
});

it('has no variance between sites that agree, and stays at 0 rather than below', () => {
  const agreeing = SITES.map((site) => ({ ...site, effect: 1 }));
  for (const method of METHODS) {
    expect(estimable(agreeing, { method, test: 'z', alpha: 0.05 }).tau2).toBe(0);
  }
});

describe('noise', () => {
  it('counts exactly as if it were sampling', () => {
    const split = SITES.map((site, at) => {
      const noiseVariance = site.samplingVariance * (at / 13);
      return { ...site, samplingVariance: site.samplingVariance - noiseVariance, noiseVariance };
    });
    expect(estimable(split, REML_Z).estimate).toBeCloseTo(estimable(SITES, REML_Z).estimate, 12);
  });

  // 4,000 meta-analyses of five sites with a true effect of 1. The 95 % interval misses in 200 on average, with a standard
  // deviation of 14: fewer than 140 or more than 260 happen with probability below 10⁻⁴. Without the noise's variance, which
  // is four times that of sampling, the interval is too short by √5 and misses in about 38 % of them.
  const RUNS = 4_000;
  const missed = (known: boolean): number => {
    const random = normals(7);
    let misses = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const sites = [0.02, 0.05, 0.1, 0.2, 0.4].map((variance, at) => ({
        label: String(at),
        effect: 1 + random() * Math.sqrt(variance) + random() * Math.sqrt(4 * variance),
        samplingVariance: variance,
        noiseVariance: known ? 4 * variance : 0,
      }));
      const { ci } = estimable(sites, { method: 'FE', test: 'z', alpha: 0.05 });
      misses += ci[0] > 1 || ci[1] < 1 ? 1 : 0;
    }
    return misses;
  };

  it('is covered by intervals that know its variance', () => {
    const misses = missed(true);
    expect(misses).toBeGreaterThan(140);
    expect(misses).toBeLessThan(260);
  });

  it('is not covered by intervals that don’t', () => {
    expect(missed(false)).toBeGreaterThan(1_300);
  });
});

describe('many sites with few patients, as docs/meta-analysis.md says of them', () => {
  /** Of 100 patients a site 10 have something; ε = 1. How many of a hundred 95 % intervals of the log odds hold the truth. */
  const covered = (k: number, runs: number): { readonly held: number; readonly cautioned: number } => {
    const random = normals(11);
    const noise = noiseSum([{ name: 'discrete-laplace', scale: rational(1n, 1n) }]);
    const draw = discreteLaplace(rational(1n, 1n), bitsFrom(seededEntropy('many sites')));
    const patients = (): number => Array.from({ length: 100 }, random).filter((one) => one > 1.2815515655).length;
    let [held, cautioned] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const sites = Array.from({ length: k }, (_, at) => {
        const having = BigInt(patients());
        const found = logOddsOf({
          part: { ...noise, value: having + draw() },
          rest: { ...noise, value: 100n - having + draw() },
        });
        return 'effect' in found ? [{ label: String(at), ...found }] : [];
      }).flat();
      const { ci } = estimable(sites, { method: 'FE', test: 'z', alpha: 0.05 });
      held += ci[0] <= Math.log(1 / 9) && ci[1] >= Math.log(1 / 9) ? 1 : 0;
      cautioned += cautionOf('proportion', { sites, hidden: 0 }) === undefined ? 0 : 1;
    }
    return { held: (100 * held) / runs, cautioned: (100 * cautioned) / runs };
  };

  it('two cover as often as they say, a hundred don’t, and that is said of these alone', () => {
    const [two, hundred] = [covered(2, 500), covered(100, 200)];
    expect(two.held).toBeGreaterThan(92);
    expect(two.cautioned).toBeLessThan(5);
    expect(hundred.held).toBeGreaterThan(30);
    expect(hundred.held).toBeLessThan(62);
    expect(hundred.cautioned).toBe(100);
  });

  it('are pointed out where noise left a tenth of twenty or more without an effect', () => {
    const sites = SITES.concat(SITES).slice(0, 18);
    expect(cautionOf('mean', { sites, hidden: 2 })).toMatch(/^Noise left 2 of 20 sites without an effect\./);
    expect(cautionOf('mean', { sites, hidden: 1 })).toBeUndefined();
    expect(cautionOf('mean', { sites: sites.slice(0, 3), hidden: 2 })).toBeUndefined();
    expect(cautionOf('mean', { sites, hidden: 0 })).toBeUndefined();
  });
});

describe('three sites that differ, as docs/meta-analysis.md says of them', () => {
  // 2,000 of them: a share of 80 in 100 has a standard deviation of 0.9, one of 95 of 0.5; four of these either way.
  const RUNS = 2_000;
  it.each([
    ['z', [81, 78], 4],
    ['hk', [95, 91], 3],
  ] as const)('by %s: the mean and another site’s effect are covered in %j of 100', (test, [mean, other], off) => {
    const random = normals(11);
    let [ofMean, ofOther] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const sites = [0.05, 0.1, 0.15].map((samplingVariance, at) => ({
        ...{ label: String(at), effect: random() + random() * Math.sqrt(samplingVariance) },
        ...{ samplingVariance, noiseVariance: 0 },
      }));
      const next = random();
      const { ci, pi } = estimable(sites, { method: 'REML', test, alpha: 0.05 });
      ofMean += ci[0] <= 0 && 0 <= ci[1] ? 1 : 0;
      ofOther += pi !== null && pi[0] <= next && next <= pi[1] ? 1 : 0;
    }
    expect(Math.abs((100 * ofMean) / RUNS - mean)).toBeLessThan(off);
    expect(Math.abs((100 * ofOther) / RUNS - other)).toBeLessThan(off);
  });
});

/** Standard normal numbers from a seed, by Box and Muller. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
