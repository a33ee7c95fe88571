import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/base/index.ts';
import { type MaskedWire, type ReleasedWire, releaseShape } from '../../src/contract/index.ts';
import { misfit } from '../../src/coordinator/total/sum-total.ts';
import { release } from '../support/spoken-site.ts';

const ROUND = 'f'.repeat(64);

function masked(site: string, change: Partial<MaskedWire> = {}): MaskedWire {
  const { state: _, values: _values, ...statement }: ReleasedWire = release(site);
  return {
    ...statement,
    ...{ state: 'masked', round: ROUND, start: { attempt: 1, nonce: '0'.repeat(32) }, shares: { parts: 2, count: 3 } },
    ...{ vector: toBase64Url(new Uint8Array(16)), ...change },
  };
}

const FEWER = { shares: { parts: 1, count: 3 } };
const EXPECTED = { parts: 2, shape: releaseShape(release('any')) };
const OTHER_CELLS = { keys: [{ PatientSex: 'F' }, { PatientSex: 'O' }] };
const SELVES: readonly [string, Partial<MaskedWire>][] = [
  ['another round', { round: 'e'.repeat(64) }],
  ['a short vector', { vector: toBase64Url(new Uint8Array(8)) }],
];
const [a, b, c] = ['a', 'b', 'c'];

describe('a total of vectors that are not of one round', () => {
  it('is no matter of those that are', () => {
    const vectors = ['a', 'b', 'c'].map((site) => masked(site));
    expect(misfit(vectors, ROUND, EXPECTED)).toBeUndefined();
    expect(misfit(vectors, ROUND, undefined)).toBeUndefined();
  });

  it.each<[string, Partial<MaskedWire>]>([['other shares', FEWER], ['other cells', OTHER_CELLS], ...SELVES])(
    'names the sites with %s, wherever they stand and however many they are',
    (_, change) => {
      expect(misfit([masked(a, change), masked(b), masked(c)], ROUND, EXPECTED)).toEqual({ sites: [a] });
      expect(misfit([masked(a), masked(b, change), masked(c, change)], ROUND, EXPECTED)).toEqual({ sites: [b, c] });
      const all = [a, b, c].map((site) => masked(site, change));
      expect(misfit(all, ROUND, EXPECTED)).toEqual({ sites: [a, b, c] });
    },
  );

  it.each<[string, Partial<MaskedWire>]>([
    ['other shares', FEWER],
    ['other cells', OTHER_CELLS],
  ])('names nobody for %s where the question’s shape is not known, however most of them look', (_, change) => {
    expect(misfit([masked(a), masked(b, change), masked(c, change)], ROUND, undefined)).toEqual({ sites: [] });
  });

  it.each(SELVES)('names the site with %s also then', (_, change) => {
    expect(misfit([masked(a), masked(b), masked(c, change)], ROUND, undefined)).toEqual({ sites: [c] });
  });
});
