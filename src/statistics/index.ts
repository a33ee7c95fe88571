/** Floor 1: estimators over released numbers. Pure and synchronous; noise laws and variances come as arguments. */
export type { Estimate, Estimated, NotEstimable } from './estimate.ts';
export type { Grid } from './grid.ts';
export { type MeanParts, meanOf } from './mean.ts';
export type { Noisy } from './noisy.ts';
export { sumOf, sumVectors } from './sum.ts';
export { deviationOf, type VarianceParts, varianceOf } from './variance.ts';
