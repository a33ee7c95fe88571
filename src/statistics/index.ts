/** Floor 1: estimators over released numbers. Pure and synchronous; noise laws and variances come as arguments. */
export { type ChiSquare, chiSquareOf } from './chi-square.ts';
export { correlationOf } from './correlation.ts';
export type { Effect, MaybeEffect } from './effect.ts';
export type { Estimate, Estimated, NotEstimable } from './estimate.ts';
export type { Grid } from './grid.ts';
export { type HistogramLevel, histogramOf } from './histogram.ts';
export { type MeanParts, meanOf } from './mean.ts';
export { type Combinable, differenceOf, logarithmOf, meanEffectOf } from './mean-effect.ts';
export { METHODS, type Method } from './meta/heterogeneity.ts';
export {
  type Interval,
  leaveOneOut,
  type MetaAnalysis,
  type MetaOptions,
  metaAnalysisOf,
  type Test,
} from './meta/meta-analysis.ts';
export { betweenOf } from './meta/subgroups.ts';
export type { SiteEffect } from './meta/weighing.ts';
export { isNearlyHidden, type Moments, pairKey } from './moments.ts';
export type { Noisy } from './noisy.ts';
export type { NoisyTree } from './noisy-tree.ts';
export { normalHalfWidth } from './normal.ts';
export { oddsRatioOf } from './odds-ratio.ts';
export { logOddsOf, type ProportionParts, proportionOf } from './proportion.ts';
export { quantilesOf } from './quantiles.ts';
export { type Model, type Regression, regressionOf } from './regression.ts';
export { riskRatioOf } from './risk-ratio.ts';
export { sumOf, sumVectors } from './sum.ts';
export type { TwoByTwo } from './two-by-two.ts';
export { deviationOf, type VarianceParts, varianceOf } from './variance.ts';
