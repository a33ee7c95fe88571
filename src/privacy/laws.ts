/** The noise laws, amounts of ε as text, and the arithmetic of totals: for whoever plans a question or reads released numbers. No token passes this door. */
export { formatEpsilon, parseEpsilon } from './epsilon.ts';
export { type AccuracyWanted, epsilonForHalfWidth } from './law/accuracy.ts';
export { type GaussianLaw, gaussianLaw } from './law/gaussian-law.ts';
export { type LaplaceLaw, laplaceLaw, noiseVariance } from './law/laplace-law.ts';
export type { Level } from './law/level.ts';
export { type NoiseSum, noiseHalfWidth, noiseSum, shareNoiseSum } from './law/noise-sum.ts';
export { type ShareSum, shareHalfWidth } from './law/share-width.ts';
export { addTo, fromRing, ringOf } from './masking/ring.ts';
export { fractionOf, type Rational, rational, toNumber } from './rational.ts';
export { lawOf, lawStated, type NoiseLaw } from './scale.ts';
