/** Floor 1: exact noise, what it costs, and the release gate. Pure and synchronous. */
export { epsilonOf, rhoOfPure } from './accountant/concentrated.ts';
export { disguise, type TotalRound } from './disguise.ts';
export { draw } from './draw.ts';
export { formatEpsilon, parseEpsilon, shares } from './epsilon.ts';
export { type NoisePool, type NoisePoolParts, noisePool } from './noise-pool.ts';
export { ceilDivide, floorDivide, type Rational } from './rational.ts';
export { type NoiseFacts, scaleOf } from './scale.ts';
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
