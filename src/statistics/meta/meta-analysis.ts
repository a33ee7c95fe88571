import { assert } from '../../base/index.ts';
import { type NotEstimable, notEstimable } from '../estimate.ts';
import { normalHalfWidth, normalTail } from '../normal.ts';
import { type Method, tau2Of, whereQ } from './heterogeneity.ts';
import { chiSquareTailOf, studentTail, whereTail } from './tails.ts';
import { type Effects, type SiteEffect, type Weighing, weighed } from './weighing.ts';

/** `z`: the normal law; `hk`: Student's with k − 1 degrees of freedom and a variance from the spread (Hartung, Knapp 2001). */
export type Test = 'z' | 'hk';

/** How effects are combined. */
export interface MetaOptions {
  readonly method: Method;
  readonly test: Test;
  /** How often an interval may miss, above 0 and below 1. */
  readonly alpha: number;
}

/** A lower and an upper bound. */
export type Interval = readonly [number, number];

/** What sites' effects say together. */
export interface MetaAnalysis {
  readonly estimable: true;
  /** How many sites. */
  readonly k: number;
  /** Σwy/Σw with w = 1/(sampling variance + noise variance + τ²). */
  readonly estimate: number;
  readonly se: number;
  /** z or t; `null` where the standard error is 0, as `hk` has it for equal effects. */
  readonly statistic: number | null;
  /** Two-sided, of an effect of 0; `null` where estimate and standard error are both 0. */
  readonly p: number | null;
  readonly ci: Interval;
  /**
   * Where the true effect of another site is expected, by the law of the test and as if τ² were known; `null` under `FE` and for one
   * site. metafor's; Higgins, Thompson, Spiegelhalter 2009 take Student's law with k − 2 degrees of freedom, which is wider.
   */
  readonly pi: Interval | null;
  /** `null` for one site, which tells nothing of others; as 0 it would read like sites that agree. `FE` takes it for 0. */
  readonly tau2: number | null;
  /** By the Q-profile method (Viechtbauer 2007); `null` under `FE` and for one site. */
  readonly tau2Ci: Interval | null;
  /** Percent of the variability that lies between sites; `null` for one. Higgins, Thompson 2002. */
  readonly I2: number | null;
  /** The same as a ratio; `null` for one site. */
  readonly H2: number | null;
  /** Cochran's Q, and P(χ² > Q) with k − 1 degrees of freedom. */
  readonly Q: number;
  readonly Qp: number;
  /** The share that each site has in the estimate, in the order of the sites; they add up to 1. */
  readonly weights: readonly number[];
}

const TOO_FEW_FOR_HK = notEstimable('Hartung and Knapp’s test needs at least two sites; take the test z.');

/**
 * Combines the effects of sites, each weighed by what sampling and noise make uncertain about it. Not estimable
 * is `hk` of one site.
 * @throws AssertionFailure without sites, for a variance that isn't above 0 in sum, a negative one or an α outside (0, 1).
 */
export function metaAnalysisOf(sites: readonly SiteEffect[], options: MetaOptions): MetaAnalysis | NotEstimable {
  const effects = effectsOf(sites);
  const { method, test, alpha } = options;
  assert(alpha > 0 && alpha < 1, 'α lies above 0 and below 1');
  const k = sites.length;
  if (test === 'hk' && k === 1) {
    return TOO_FEW_FOR_HK;
  }
  const tau2 = tau2Of(effects, method);
  const weighing = weighed(effects, tau2);
  const se = standardError(weighing, options);
  const law = lawOf(test, k);
  const critical = law.critical(alpha);
  const around = (by: number): Interval => [weighing.mean - by, weighing.mean + by];
  return Object.freeze({
    estimable: true,
    k,
    estimate: weighing.mean,
    se,
    ...testOf(weighing.mean, se, law),
    ci: around(critical * se),
    pi: method === 'FE' || k === 1 ? null : around(critical * Math.hypot(se, Math.sqrt(tau2))),
    tau2: method !== 'FE' && k === 1 ? null : tau2,
    ...heterogeneityOf(effects, { method, tau2, alpha }),
    weights: weighing.w.map((one) => one / weighing.sums[0]),
  });
}

/** The analysis without each site in turn, in the order of the sites; none for one site. */
export function leaveOneOut(
  sites: readonly SiteEffect[],
  options: MetaOptions,
): readonly { readonly label: string; readonly without: MetaAnalysis | NotEstimable }[] {
  return sites.length === 1
    ? []
    : sites.map(({ label }, at) => ({ label, without: metaAnalysisOf(sites.toSpliced(at, 1), options) }));
}

function effectsOf(sites: readonly SiteEffect[]): Effects {
  assert(sites.length > 0, 'there is at least one site to combine');
  const isSound = ({ effect, samplingVariance, noiseVariance }: SiteEffect): boolean =>
    Number.isFinite(effect) && samplingVariance >= 0 && noiseVariance >= 0;
  const v = sites.map(({ samplingVariance, noiseVariance }) => samplingVariance + noiseVariance);
  assert(sites.every(isSound) && v.every((one) => one > 0 && one < Infinity), 'every effect has a variance above 0');
  return { y: sites.map(({ effect }) => effect), v };
}

/** 1/√Σw, and under Hartung and Knapp's test times the root of Σw(y − mean)²/(k − 1). */
function standardError({ sums, q, w }: Weighing, { test }: MetaOptions): number {
  return Math.sqrt((test === 'hk' ? q / (w.length - 1) : 1) / sums[0]);
}

interface Law {
  readonly tail: (x: number) => number;
  readonly critical: (alpha: number) => number;
}

function lawOf(test: Test, k: number): Law {
  if (test === 'z') {
    return { tail: normalTail, critical: normalHalfWidth };
  }
  const tail = (x: number): number => studentTail(k - 1, x);
  return { tail, critical: (alpha) => whereTail(tail, alpha / 2) };
}

/** Over a standard error of 0 any other effect than 0 is certain, and 0/0 says nothing. */
function testOf(mean: number, se: number, { tail }: Law): Pick<MetaAnalysis, 'statistic' | 'p'> {
  return se === 0
    ? { statistic: null, p: mean === 0 ? null : 0 }
    : { statistic: mean / se, p: 2 * tail(Math.abs(mean / se)) };
}

type Heterogeneity = Pick<MetaAnalysis, 'tau2Ci' | 'I2' | 'H2' | 'Q' | 'Qp'>;

function heterogeneityOf(
  effects: Effects,
  { method, tau2, alpha }: { method: Method; tau2: number; alpha: number },
): Heterogeneity {
  const df = effects.y.length - 1;
  if (df === 0) {
    return { tau2Ci: null, I2: null, H2: null, Q: 0, Qp: 1 };
  }
  const { q, sums } = weighed(effects, 0);
  const Q = { Q: q, Qp: chiSquareTailOf(df, q) };
  if (method === 'FE') {
    return { tau2Ci: null, I2: 100 * Math.max(0, 1 - df / q), H2: q / df, ...Q };
  }
  const typical = (df * sums[0]) / (sums[0] ** 2 - sums[1]);
  const at = (p: number): number => whereTail((x) => chiSquareTailOf(df, x), p);
  const tau2Ci: Interval = [whereQ(effects, at(alpha / 2)), whereQ(effects, at(1 - alpha / 2))];
  return { tau2Ci, I2: (100 * tau2) / (tau2 + typical), H2: 1 + tau2 / typical, ...Q };
}
