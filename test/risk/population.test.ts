import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { populationRisk, sampleRisk } from '../../src/risk/index.ts';
import { pitmanUniques } from '../../src/risk/pitman.ts';

type Sizes = readonly (readonly [size: number, classes: number])[];

// Classes of 1,999 generated patients by the quarters of their studies, and by the makers of their devices.
const QUARTERS: Sizes = [
  ...([
    [1, 35],
    [2, 23],
    [3, 23],
    [4, 12],
    [5, 3],
    [6, 1],
    [10, 1],
    [11, 1],
    [13, 3],
    [14, 2],
  ] as const),
  ...([
    [15, 3],
    [16, 3],
    [17, 2],
    [18, 3],
    [19, 4],
    [20, 4],
    [21, 1],
    [22, 5],
    [24, 1],
    [25, 1],
  ] as const),
  ...([
    [26, 2],
    [27, 1],
    [115, 2],
    [116, 1],
    [119, 1],
    [120, 1],
    [121, 1],
    [128, 1],
    [131, 2],
  ] as const),
];
const MAKERS: Sizes = [
  ...([
    [1, 37],
    [2, 17],
    [3, 9],
    [4, 5],
    [5, 7],
    [6, 4],
    [7, 2],
    [8, 4],
    [9, 1],
    [10, 2],
  ] as const),
  ...([
    [12, 1],
    [13, 4],
    [14, 1],
    [16, 1],
    [21, 1],
    [22, 2],
    [23, 1],
    [33, 1],
    [37, 1],
    [48, 1],
  ] as const),
  ...([
    [52, 1],
    [53, 1],
    [62, 1],
    [75, 1],
    [83, 1],
    [103, 1],
    [124, 1],
    [261, 1],
    [293, 1],
    [341, 1],
  ] as const),
];

/**
 * Worked out in Python by another way: Pitman's likelihood, with scipy's gammaln, maximised by Nelder–Mead from five starts; Zayatz with
 * scipy's hypergeometric law.
 */
const EXPECTED = [
  { of: 'quarters', sizes: QUARTERS, population: 4_000, uniques: 46.858773744674366, chance: 0.4243809000149476 },
  { of: 'quarters', sizes: QUARTERS, population: 40_000, uniques: 64.1619003368698, chance: 0.07397359480256518 },
  { of: 'makers', sizes: MAKERS, population: 4_000, uniques: 49.83386191735638, chance: 0.5540554006280561 },
  { of: 'makers', sizes: MAKERS, population: 40_000, uniques: 96.53223484607858, chance: 0.11594139038370081 },
] as const;

describe('who would be alone in a population', () => {
  it.each(EXPECTED)(
    'is what two independent ways give: $of among $population',
    ({ sizes, population, ...expected }) => {
      const classes = new Map(sizes);
      const { patients, below } = sampleRisk(classes);
      expect(patients).toBe(1_999);
      expect(pitmanUniques(classes, population)).toBeCloseTo(expected.uniques, 4);
      const { method, alone } = populationRisk(classes, population);
      const [isSmall, share] = [patients <= population / 10, patients / population];
      expect(method).toBe(isSmall ? 'pitman' : 'zayatz');
      expect(alone).toBeCloseTo(isSmall ? expected.uniques * share : expected.chance * below[2], 4);
    },
  );

  it('is everybody who is alone here where the population is here', () => {
    const { alone } = populationRisk(new Map(MAKERS), 1_999);
    expect(alone).toBeCloseTo(37, 12);
  });

  it('is nobody where nobody is alone here', () => {
    const sizes = new Map([
      [2, 5],
      [7, 3],
    ]);
    expect(pitmanUniques(sizes, 1_000)).toBeUndefined();
    expect(populationRisk(sizes, 1_000)).toEqual({ population: 1_000, method: 'zayatz', alone: 0 });
  });

  it('is by Zayatz’s model all of them where Pitman’s has no fit because everybody is alone: never less for want of an estimate', () => {
    const everybody = new Map([[1, 50]]);
    expect(pitmanUniques(everybody, 10_000)).toBeUndefined();
    expect(populationRisk(everybody, 10_000)).toEqual({ population: 10_000, method: 'zayatz', alone: 50 });
  });

  it('never rises with the population', () => {
    const populations = [2_000, 5_000, 19_000, 40_000, 1_000_000, 300_000_000];
    for (const sizes of [QUARTERS, MAKERS]) {
      const small = populations.filter((one) => one >= 19_990).map((one) => populationRisk(new Map(sizes), one).alone);
      const large = populations.filter((one) => one < 19_990).map((one) => populationRisk(new Map(sizes), one).alone);
      expect([small, large]).toEqual([[...small].sort(downwards), [...large].sort(downwards)]);
    }
  });

  it('takes no population that lacks its own sample', () => {
    expect(() => populationRisk(new Map(MAKERS), 1_998)).toThrow(AssertionFailure);
  });
});

function downwards(one: number, other: number): number {
  return other - one;
}
