import { describe, expect, it } from 'vitest';
import { mintCharge, openReleased } from '../../../src/privacy/for-budget.ts';
import { sealExact } from '../../../src/privacy/for-query.ts';
import {
  type Accountant,
  accountantOf,
  draw,
  factsOf,
  type Mechanism,
  PURE,
  release,
} from '../../../src/privacy/index.ts';
import { gaussianLaw, laplaceLaw, rational } from '../../../src/privacy/laws.ts';
import { isObjection, planned } from '../../../src/query/index.ts';
import { chiSquareDeviate } from '../../privacy/chi-square.ts';
import { declared } from '../../query/support/declared.ts';
import { policy, question } from '../attacks/people.ts';
import { poolOf } from '../support/life.ts';

// What leaves the gate of a planned question, again and again.

const pool = poolOf(61);

function released<R>(mechanism: Mechanism<R>, truth: readonly bigint[]): readonly bigint[] {
  const exact = sealExact(mechanism, truth);
  const charge = mintCharge(mechanism);
  return openReleased(release({ exact, charge, noise: draw(mechanism, pool) }), mechanism);
}

interface Releasing {
  readonly times: number;
  readonly truth: bigint;
  readonly accountant?: Accountant;
}

function releases(
  query: ReturnType<typeof question>,
  { times, truth, accountant = PURE }: Releasing,
): readonly (readonly bigint[])[] {
  const all = planned({ policy, query, facts: declared(policy, { accountant }) }, ({ mechanism }) => {
    pool.prepare(factsOf(mechanism));
    const length = factsOf(mechanism).pieces.reduce((sum, piece) => sum + piece.length, 0);
    return Array.from({ length: times }, () => released(mechanism, new Array<bigint>(length).fill(truth)));
  });
  if (isObjection(all)) {
    throw new Error(all.code);
  }
  return all;
}

describe('the noise of a planned question', () => {
  it('has the law of its sensitivity and its ε, and no other', () => {
    // Δ = 3 modalities of 3 series; ε = 1/2.
    const query = question({ count: 'series', by: ['Modality'] }, '0.5');
    const draws = releases(query, { times: 6_000, truth: 40n })
      .flat()
      .map((value) => value - 40n);
    expect(Math.abs(chiSquareDeviate(draws, laplaceLaw(rational(18n, 1n))))).toBeLessThan(6);
    expect(chiSquareDeviate(draws, laplaceLaw(rational(20n, 1n)))).toBeGreaterThan(6);
  });

  it('has, at a site that counts in zCDP, the law of its L2 sensitivity and its ρ', () => {
    // Δ₂² = 3 modalities of 3² series; ρ = (1/2)²/2.
    const query = question({ count: 'series', by: ['Modality'] }, '0.5');
    const accountant = accountantOf({ kind: 'zcdp', delta: '0.000001' });
    const draws = releases(query, { times: 6_000, truth: 40n, accountant })
      .flat()
      .map((value) => value - 40n);
    expect(Math.abs(chiSquareDeviate(draws, gaussianLaw(rational(108n, 1n))))).toBeLessThan(6);
    expect(chiSquareDeviate(draws, gaussianLaw(rational(120n, 1n)))).toBeGreaterThan(6);
  });

  it('never depends on the true value', () => {
    const query = question({ count: 'patients' }, '0.1');
    expect(new Set(releases(query, { times: 200, truth: 1_234n }).flat()).size).toBeGreaterThan(20);
  });
});
