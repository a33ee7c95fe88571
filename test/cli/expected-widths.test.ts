import { describe, expect, it } from 'vitest';
import { expectedWidths } from '../../src/cli/ask/expected-widths.ts';
import { expectedOf, quoted } from '../../src/cli/ask/quoted.ts';
import { factsOfAnySite } from '../../src/cli/judge/any-site.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import type { Draft, DraftRequest, FederatedQuote } from '../../src/contract/index.ts';
import { accountantOf, PURE } from '../../src/privacy/index.ts';
import { lawStated, noiseSum } from '../../src/privacy/laws.ts';
import { dryRun, isObjection } from '../../src/query/index.ts';
import { meanOf, type Noisy, varianceOf } from '../../src/statistics/index.ts';
import { policyFile } from '../support/site-folder.ts';

const policy = loadPolicyFile(policyFile('1.3.0'));

type Site = FederatedQuote['sites'][number];

/** What a site says to a draft, by the policy. */
function siteOf(site: string, query: Draft, { covered = true, accountant = PURE } = {}): Site {
  const facts = factsOfAnySite(policy, { sizeClass: 'small', blocks: [2026], accountant });
  const price = dryRun({ policy, query, facts });
  if (isObjection(price)) {
    throw new Error(price.detail);
  }
  const { measures, pieces, cells, epsilon, queryHash } = price;
  const own = { measures: [...measures], pieces: [...pieces], cells, epsilon, queryHash, covered };
  const rest = { policy: policy.name, timeClassSeconds: 1, blocks: [2026], cost: { epsilon, stored: false } };
  return { site, state: 'answered', quote: { state: 'quoted', site, moreSuch: 1, ...own, ...rest } };
}

const MEAN: Draft = { mean: 'PatientAge', epsilon: '1' };
const VARIANCE: Draft = { variance: 'PatientAge', epsilon: '1' };
const widthsOf = (...sites: Site[]) =>
  expectedWidths({ sites })?.measures.map(({ widths }) => widths.map(({ halfWidth }) => halfWidth));

/** Half the interval that an answer over one site has, of ages that are as they are and noise that left them so. */
function intervalOf({ quote }: Site, ages: readonly number[]): number {
  const pieces = quote?.state === 'quoted' ? quote.pieces : [];
  const z = ages.map((age) => age - 45);
  const sumOf = (power: number) => z.reduce((sum, one) => sum + one ** power, 0);
  const noisy = (name: string, value: number): Noisy => ({
    value: BigInt(value),
    ...noiseSum(pieces.filter((piece) => piece.name === name).map(({ mechanism }) => lawStated(mechanism))),
  });
  const parts = { sum: noisy('sum', sumOf(1)), number: noisy('n', ages.length) };
  const grid = { low: 0n, high: 90n, step: 1 };
  const isMean = pieces.every(({ name }) => name !== 'square');
  const estimate = isMean
    ? meanOf(parts, grid, 1 - 0.95)
    : varianceOf({ ...parts, squares: noisy('square', sumOf(2)) }, grid, 1 - 0.95);
  return estimate.estimable ? (estimate.high - estimate.low) / 2 : Number.NaN;
}

const CROWDS: readonly (readonly number[])[] = [
  Array.from({ length: 1_000 }, () => 90),
  Array.from({ length: 1_000 }, () => 0),
  Array.from({ length: 1_000 }, () => 45),
  Array.from({ length: 1_000 }, (_, at) => (at % 2) * 90),
  Array.from({ length: 1_000 }, (_, at) => (at % 5 === 0 ? 0 : 90)),
  Array.from({ length: 1_000 }, (_, at) => at % 91),
  Array.from({ length: 1_000 }, (_, at) => 20 + (at % 37)),
];

describe('the ± of a mean or variance before it is paid for', () => {
  it.each([
    ['mean', MEAN],
    ['variance', VARIANCE],
  ])('is no narrower than what comes of any ages, and as narrow as of some: %s', (_, draft) => {
    const site = siteOf('a', draft);
    const most = widthsOf(site)?.[0]?.[1] ?? 0;
    const own = CROWDS.map((ages) => intervalOf(site, ages));
    expect(Math.max(...own)).toBeLessThanOrEqual(most + 1e-9);
    expect(Math.max(...own)).toBeGreaterThan(0.99 * most);
  });

  it('fits what docs/statistics.md says of a mean age', () => {
    const [of100 = 0, of1000 = 0, of10000 = 0] = (widthsOf(siteOf('a', MEAN))?.[0] ?? []).map(Number);
    expect([of100 > 3.97, of1000 > 0.4, of10000 > 0.04]).toEqual([true, true, true]);
    expect([of100 < 2 * 3.97, of1000 < 2 * 0.4, of10000 < 2 * 0.04]).toEqual([true, true, true]);
  });

  it('is of all sites together that would answer, however they count', () => {
    const [one, other] = [siteOf('a', MEAN), siteOf('b', MEAN)];
    const zcdp = siteOf('c', MEAN, { accountant: accountantOf({ kind: 'zcdp', delta: '0.000001' }) });
    const spent = siteOf('d', MEAN, { covered: false });
    const [alone, both, mixed] = [[one], [one, other], [one, zcdp]].map((sites) => widthsOf(...sites)?.[0]?.[1] ?? 0);
    expect(both).toBeGreaterThan(alone ?? 0);
    expect(mixed).toBeLessThan(both ?? 0);
    expect(expectedWidths({ sites: [one, spent, { site: 'e', state: 'unavailable' }] })?.sites).toEqual(['a']);
    expect(expectedWidths({ sites: [spent] })).toBeUndefined();
  });

  it('is none where the noise may be all that there is, nor of counts, nor of a total', () => {
    expect(widthsOf(siteOf('a', { ...MEAN, epsilon: '0.02' }))).toEqual([
      [null, expect.any(Number), expect.any(Number)],
    ]);
    const counts = siteOf('a', { count: 'patients', epsilon: '1' });
    expect(widthsOf(counts)).toBeUndefined();
    const total = { release: 'total' } as DraftRequest;
    expect(expectedOf(total, { sites: [siteOf('a', MEAN)] })).toEqual({});
  });

  it('stands in the document, and below the table of prices', () => {
    const draft: Draft = {
      measures: [{ mean: 'PatientAge' }, { variance: 'SliceThickness' }, { count: 'series' }],
      epsilon: '1',
    };
    const quote = { sites: [siteOf('a', draft)] };
    const { document, text } = quoted({ ...quote, ...expectedOf({} as DraftRequest, quote) }, undefined);
    expect(document).toMatchObject({
      expected: {
        sites: ['a'],
        measures: [
          { measure: 1, kind: 'mean', field: 'PatientAge', unit: 'years' },
          { measure: 2, kind: 'variance', field: 'SliceThickness', unit: 'mm' },
        ],
      },
    });
    expect(text).toMatch(/^± about, at most, by number of values +of 100 +of 1,000 +of 10,000$/m);
    expect(text).toMatch(/^mean of PatientAge +± [\d.]+ years +± [\d.]+ years +± [\d.]+ years$/m);
    expect(text).toMatch(/^variance of SliceThickness .*mm²$/m);
    expect(text).toContain('noise may make it somewhat wider or narrower');
  });
});
