import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/base/index.ts';
import type { MaskedWire, ReleasedWire } from '../../src/contract/index.ts';
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

describe('a total of vectors that are not of one round', () => {
  it('is no matter of those that are', () => {
    expect(
      misfit(
        ['a', 'b', 'c'].map((site) => masked(site)),
        ROUND,
      ),
    ).toBeUndefined();
  });

  it.each<[string, Partial<MaskedWire>]>([
    ['other shares', FEWER],
    ['other cells', { keys: [{ PatientSex: 'F' }, { PatientSex: 'O' }] }],
    ['another round', { round: 'e'.repeat(64) }],
    ['a short vector', { vector: toBase64Url(new Uint8Array(8)) }],
  ])('names the site with %s, wherever it stands', (_, change) => {
    const [a, b, c] = ['a', 'b', 'c'];
    expect(misfit([masked(a, change), masked(b), masked(c)], ROUND)).toEqual({ sites: [a] });
    expect(misfit([masked(a), masked(b), masked(c, change)], ROUND)).toEqual({ sites: [c] });
  });

  it('names nobody where no shape is that of most', () => {
    const two = { shares: { parts: 1, count: 2 } };
    expect(misfit([masked('a', two), masked('b', { shares: { parts: 2, count: 2 } })], ROUND)).toEqual({ sites: [] });
  });
});
