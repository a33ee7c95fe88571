import type { MetaAnalysis, Method } from '../../src/statistics/index.ts';

/** The numbers of a meta-analysis in the order in which test/federation/metafor.R prints them. */
export function numbersOf({ estimate, se, statistic, p, ci, pi, tau2, tau2Ci, I2, H2, Q, Qp }: MetaAnalysis) {
  const none = [null, null];
  return [estimate, se, statistic, p, ...ci, ...(pi ?? none), tau2, ...(tau2Ci ?? none), I2, H2, Q, Qp];
}

/** What metafor iterates up to an absolute change of 10⁻¹³ in τ², which shows in very small p-values. */
const ITERATED: ReadonlySet<Method> = new Set(['REML', 'ML', 'EB', 'PM']);

/** Whether two of them agree: to 1e-8 of themselves, p-values to 1e-10, or 1e-8 after an iteration. What is below 1e-9 is 0. */
export function agree(at: number, [ours, theirs]: readonly [number | null, number | null], method: Method): boolean {
  if (ours === null || theirs === null) {
    return ours === theirs;
  }
  const isP = at === 3 || at === 14;
  const relative = isP && !(ITERATED.has(method) && at === 3) ? 1e-10 : 1e-8;
  return Math.abs(ours - theirs) <= Math.max(isP ? 0 : 1e-9, relative * Math.abs(theirs));
}
