import { SfumatoError } from '../../base/index.ts';
import {
  leaveOneOut,
  type MetaAnalysis,
  type MetaOptions,
  metaAnalysisOf,
  normalHalfWidth,
  type SiteEffect,
} from '../../statistics/index.ts';
import { type Forest, forestOf } from './forest.ts';
import { forestSvg } from './forest-svg.ts';
import { forestText } from './forest-text.ts';
import { backOf, backText, measureTitle } from './measure.ts';
import { metaText } from './show.ts';
import type { SiteEffects } from './site-effects.ts';

/** How a meta-analysis is wanted; `confidence` as a decimal string. */
export interface Wanted extends Pick<MetaOptions, 'method' | 'test'> {
  readonly confidence: string;
}

/** A meta-analysis of sites' effects: as a document, as text with its forest plot, and the plot as a picture. */
export function analysedEffects(
  { sites, without: left, caution, measure }: SiteEffects,
  { method, test, confidence }: Wanted,
) {
  const options = { method, test, alpha: alphaOf(confidence) };
  const analysis = estimable(sites, options);
  const critical = normalHalfWidth(options.alpha);
  const forest = forestOf({ sites, analysis, critical, confidence: percent(confidence), measure });
  const without = leaveOneOut(sites, options);
  const { weights, estimable: _, ...numbers } = analysis;
  const back = measure && backOf(measure, analysis);
  const document = {
    method,
    test,
    confidence,
    ...(measure && { measure }),
    ...numbers,
    ...(back && { backTransformed: back }),
    ...(left.length > 0 && { notCombined: left }),
    ...(caution !== undefined && { caution }),
    effects: sites.map((site, at) => ({ ...site, ci: forest.rows[at]?.ci, weight: weights[at] })),
    leaveOneOut: without.map(({ label, without: rest }) =>
      rest.estimable
        ? { without: label, estimate: rest.estimate, se: rest.se, ci: rest.ci, p: rest.p, tau2: rest.tau2, I2: rest.I2 }
        : { without: label, notEstimable: rest.why },
    ),
  };
  const leftOut = left.map(({ site, why }) => `${site} is left out: ${why}`);
  const parts = [
    ...(measure ? [measureTitle(measure)] : []),
    forestText(forest),
    ...leftOut,
    ...(caution === undefined ? [] : [caution]),
    ...(back ? [backText(back, confidence)] : []),
    metaText({ analysis, byZ: metaAnalysisOf(sites, { ...options, test: 'z' }), sites, without, options, confidence }),
  ];
  return { document, back, text: parts.join('\n\n'), svg: forestSvg(forest, titleOf(forest, method)) };
}

function estimable(sites: readonly SiteEffect[], options: MetaOptions): MetaAnalysis {
  const analysis = metaAnalysisOf(sites, options);
  if (!analysis.estimable) {
    throw new SfumatoError('wrong-use', analysis.why);
  }
  return analysis;
}

/** 1 − confidence, without the dust of a subtraction in doubles. */
function alphaOf(confidence: string): number {
  const share = /^0\.\d{1,9}$/.test(confidence) ? Number(confidence) : 0;
  if (share <= 0) {
    throw new SfumatoError('wrong-use', 'A confidence lies above 0 and below 1, written like 0.95.');
  }
  return Number((1 - share).toFixed(9));
}

function percent(confidence: string): string {
  return `${Number((Number(confidence) * 100).toFixed(7))} %`;
}

function titleOf({ rows, measure }: Forest, method: string): string {
  const of = measure === undefined ? '' : `. ${measureTitle(measure)}`;
  return `Forest plot of ${rows.length} site${rows.length === 1 ? '' : 's'}, ${method}${of}`;
}
