/** Floor 1: exact noise, what it costs, and the release gate. Pure and synchronous. */
export {
  type Accountant,
  type AccountantFacts,
  accountantOf,
  DELTA_FORM,
  formatRho,
  PURE,
  statedEpsilon,
} from './accountant/accountant.ts';
export { rhoOfPure } from './accountant/concentrated.ts';
export {
  addLosses,
  howOftenPaid,
  isLossWithin,
  isNoLoss,
  type Loss,
  largerLoss,
  multiplyLoss,
  remainingLoss,
  smallerLoss,
} from './accountant/loss.ts';
export { disguise, type TotalRound } from './disguise.ts';
export { draw } from './draw.ts';
export { formatEpsilon, parseEpsilon, sharesByWeight } from './epsilon.ts';
export { type NoisePool, type NoisePoolParts, noisePool } from './noise-pool.ts';
export { ceilDivide, floorDivide, type Rational } from './rational.ts';
export { isTooWide, lawOf, type NoiseFacts, type NoiseLaw, scaleOf, sigmaSquaredOf } from './scale.ts';
export type { Drawing } from './shares/drawing.ts';
export { stepsPerShare } from './shares/noise-share.ts';
export {
  type Charge,
  type Counts,
  costOf,
  type Disguise,
  type Exact,
  factsOf,
  lengthOf,
  type Masked,
  type MaskInput,
  type Mechanism,
  type MechanismFacts,
  mask,
  type Noise,
  type PieceFacts,
  type Released,
  type ReleaseInput,
  release,
} from './spine/tokens.ts';
