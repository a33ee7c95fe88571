import type {
  Interval,
  leaveOneOut,
  MetaAnalysis,
  MetaOptions,
  metaAnalysisOf,
  SiteEffect,
} from '../../statistics/index.ts';
import { table } from '../terminal/table.ts';
import { rangeText, shown } from './forest.ts';

interface Shown {
  readonly analysis: MetaAnalysis;
  /** The same by the test z. */
  readonly byZ: ReturnType<typeof metaAnalysisOf>;
  readonly sites: readonly SiteEffect[];
  readonly without: ReturnType<typeof leaveOneOut>;
  readonly options: MetaOptions;
  readonly confidence: string;
}

/** What a meta-analysis found, in sentences and tables. */
export function metaText({ analysis, byZ, sites, without, options, confidence }: Shown): string {
  const { k, estimate, se, ci, pi } = analysis;
  const lines = [
    `${options.method} over ${k} site${k === 1 ? '' : 's'}: ${shown(estimate, ci)} ${rangeText(ci)} at ${confidence}, standard error ${shown(se)}, ${testText(analysis, options)}.`,
    ...(se === 0 ? [WITHOUT_WIDTH] : []),
    ...(byZ.estimable && widthOf(byZ.ci) > widthOf(ci) ? [narrowerSentence(byZ.ci)] : []),
    ...(pi === null ? [] : [`The true effect of another site is expected in ${rangeText(pi)}.`]),
    ...(pi !== null && options.test === 'z' && k < FEW ? [TOO_SHORT] : []),
    betweenSites(analysis),
    noiseSentence(sites),
  ];
  return without.length === 0 ? lines.join('\n') : `${lines.join('\n')}\n\n${withoutTable(without)}`;
}

/** Fewer sites than this say so little of how they differ that the normal law is no guide (docs/meta-analysis.md). */
const FEW = 10;
const TOO_SHORT =
  'Of so few sites both intervals are too short where sites differ: the normal law takes what lies between them for known. --test hk gives safer ones.';

const WITHOUT_WIDTH =
  'The sites’ effects are equal, so Hartung and Knapp’s variance, which is that of their spread, is 0 and the interval has no width. It says nothing of how sure the effect is.';

/** “t(2) = 3.182, p = 0.0862” */
function testText({ k, statistic, p }: MetaAnalysis, { test }: MetaOptions): string {
  const law = test === 'z' ? 'z' : `t(${k - 1})`;
  if (p === null) {
    return `${law} and p not estimable (0/0)`;
  }
  return statistic === null ? `${law} without bound, p = 0` : `${law} = ${shown(statistic)}, ${probability(p)}`;
}

function widthOf([low, high]: Interval): number {
  return high - low;
}

/** Only Hartung and Knapp's test can be narrower: its variance is that of the spread, which few sites may have little of. */
function narrowerSentence(byZ: Interval): string {
  return `That is narrower than by z: ${rangeText(byZ)}. The sites differ less than their variances let expect, which may be chance; report the wider one too.`;
}

function betweenSites({ k, tau2, tau2Ci, I2, H2, Q, Qp }: MetaAnalysis): string {
  if (tau2 === null || I2 === null || H2 === null) {
    return 'What lies between sites, and the effect of another site, are not estimable from one.';
  }
  const interval = tau2Ci === null ? '' : ` ${rangeText(tau2Ci)}`;
  return `Between sites: τ² = ${shown(tau2, tau2Ci ?? undefined)}${interval}, I² = ${I2.toFixed(1)} %, H² = ${shown(H2)}; Q(${k - 1}) = ${shown(Q)}, ${probability(Qp)}.`;
}

function noiseSentence(sites: readonly SiteEffect[]): string {
  const noise = sites.reduce((sum, { noiseVariance }) => sum + noiseVariance, 0);
  const all = sites.reduce((sum, { samplingVariance }) => sum + samplingVariance, noise);
  return noise === 0
    ? 'No noise was added for privacy.'
    : `Of the sites’ variances, ${((100 * noise) / all).toFixed(1)} % are noise added for privacy; both parts count in weights and intervals.`;
}

function withoutTable(without: Shown['without']): string {
  return table(
    ['without', 'effect', 'interval', 'τ²', 'I²'],
    without.map(({ label, without: rest }) =>
      rest.estimable
        ? [
            label,
            shown(rest.estimate, rest.ci),
            rangeText(rest.ci),
            rest.tau2 === null ? '–' : shown(rest.tau2),
            rest.I2 === null ? '–' : `${rest.I2.toFixed(1)} %`,
          ]
        : [label, 'not estimable', '', '', ''],
    ),
  );
}

/** “p = 0.0862”; a p-value that a double can't tell from 0 is said to be small, not to be 0. */
export function probability(p: number): string {
  return p < 1e-300 ? 'p < 1e-300' : `p = ${p < 0.0001 ? p.toExponential(2) : p.toFixed(4)}`;
}
