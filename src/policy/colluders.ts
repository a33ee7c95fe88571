import type { Policy } from './policy.ts';

/** Which part of a roster may collude where a policy says nothing: a third, rounded up. */
export const DEFAULT_COLLUDERS = Object.freeze({ numerator: 1, denominator: 3 });

/** How many of `sites` (at least 1) a policy expects to collude at most: at least 1. */
export function colludersOf({ document }: Policy, sites: number): number {
  const { numerator, denominator } = document.disclosure.colluders?.value ?? DEFAULT_COLLUDERS;
  return Math.max(1, Math.ceil((sites * numerator) / denominator));
}
