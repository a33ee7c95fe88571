import { describe, expect, it } from 'vitest';
import { colludersOf } from '../../src/policy/index.ts';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

const half = smallWith(
  '  minSites:',
  '  colluders: { value: { numerator: 1, denominator: 2 }, reason: We trust every other one., source: A guess of ours }\n  minSites:',
);

describe('how many sites may collude', () => {
  it('is a third of the roster, rounded up, where the policy says nothing', () => {
    const policy = smallPolicy(SMALL);
    expect([1, 2, 3, 4, 5, 6, 7, 20, 500].map((sites) => colludersOf(policy, sites))).toEqual([
      1, 1, 1, 2, 2, 2, 3, 7, 167,
    ]);
  });

  it('is what the policy says otherwise, and then part of its disclosure hash', () => {
    expect([1, 2, 3, 5, 20].map((sites) => colludersOf(smallPolicy(half), sites))).toEqual([1, 1, 2, 3, 10]);
    expect(smallPolicy(half).disclosureHash).not.toBe(smallPolicy(SMALL).disclosureHash);
    expect(smallPolicy(half).deidentificationHash).toBe(smallPolicy(SMALL).deidentificationHash);
  });
});
