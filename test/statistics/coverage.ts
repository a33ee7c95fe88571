import { expect } from 'vitest';
import type { Estimate } from '../../src/statistics/index.ts';

// The rule for every interval here. `exact` is how often it covers, worked out from the laws of noise (and of sampling). Of n
// simulated releases, the number that cover is binomial; a deviate beyond 6.1 rejects, so α = 10⁻⁹ a test. The power is shown
// each time: the same interval, made narrower by `narrow`, is rejected by the same rule.

/** One interval on trial. */
export interface Trial {
  /** The truth that the interval is to cover. */
  readonly truth: number;
  /** The estimate from a fresh release. */
  readonly release: () => Estimate;
  /** How often the interval covers, by enumeration. */
  readonly exact: number;
  readonly n?: number;
  /** What is left of the interval when it is planted too narrow. */
  readonly narrow?: number;
}

const REJECTED = 6.1;

export function expectCovers(trial: Trial): void {
  const { truth, release, exact, n = 20_000, narrow = 0.7 } = trial;
  const found = Array.from({ length: n }, release);
  const deviate = (shrink: number): number =>
    (found.filter((one) => covers(one, truth, shrink)).length - n * exact) / Math.sqrt(n * exact * (1 - exact));
  expect(Math.abs(deviate(1))).toBeLessThan(REJECTED);
  expect(deviate(narrow)).toBeLessThan(-REJECTED);
}

/** Whether an interval, shrunk about its value, covers. What isn't estimable says nothing false. */
export function covers(estimate: Estimate, truth: number, shrink = 1): boolean {
  if (!estimate.estimable) {
    return true;
  }
  const { value, low, high } = estimate;
  const slack = 1e-9 * Math.max(1, Math.abs(truth));
  return value - shrink * (value - low) <= truth + slack && value + shrink * (high - value) >= truth - slack;
}
