import { assert } from '../../base/index.ts';
import { ceilDivide } from '../rational.ts';

/** Integer units of ρ: 10⁻¹⁸, so that a cost of nano-ε is a whole number of them or half of one. */
export const ATTO_RHO_PER_RHO = 10n ** 18n;

/**
 * What a pure ε costs in zCDP, in atto-ρ: ⌈ε²/2⌉ in these units. Bun, Steinke 2016, Proposition 1.4.
 * @throws AssertionFailure for an ε below 1 nano-ε.
 */
export function rhoOfPure(nanoEpsilon: bigint): bigint {
  assert(nanoEpsilon >= 1n, 'a pure loss is at least one nano-ε');
  return ceilDivide(nanoEpsilon * nanoEpsilon, 2n);
}

/** A loss in zCDP. */
export interface Concentrated {
  /** In atto-ρ, at least 0. */
  readonly attoRho: bigint;
}

/**
 * An upper bound of δ, for which ρ-zCDP is (ε, δ)-differentially private: min over α > 1 of
 * e^{(α−1)(αρ−ε)}·(1 − 1/α)^α/(α − 1). For statements, never for spending. Canonne, Kamath, Steinke 2020, Proposition 7.
 * @throws AssertionFailure for a ρ or ε below 0.
 */
export function deltaOf({ attoRho }: Concentrated, epsilon: number): number {
  assert(attoRho >= 0n && epsilon >= 0, 'a loss is not negative');
  return attoRho === 0n ? 0 : Math.min(1, Math.exp(logDelta(rhoNumber(attoRho), epsilon)));
}

/**
 * An upper bound of ε, for which ρ-zCDP is (ε, δ)-differentially private: the least with `deltaOf` at most δ, above it by a
 * relative 10⁻¹² at most. For statements, never for spending.
 * @throws AssertionFailure for a ρ below 0 or a δ outside (0, 1).
 */
export function epsilonOf({ attoRho }: Concentrated, delta: number): number {
  assert(attoRho >= 0n && delta > 0 && delta < 1, 'δ lies between 0 and 1');
  const rho = rhoNumber(attoRho);
  const wanted = Math.log(delta);
  if (attoRho === 0n || logDelta(rho, 0) <= wanted) {
    return 0;
  }
  // Bun, Steinke 2016, Proposition 1.3: at ρ + 2√(ρ·ln 1/δ) δ is small enough for sure.
  let [low, high] = [0, rho + 2 * Math.sqrt(-rho * wanted) + 1e-9];
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    [low, high] = logDelta(rho, middle) <= wanted ? [low, middle] : [middle, high];
  }
  return high;
}

function rhoNumber(attoRho: bigint): number {
  return Number(attoRho) / Number(ATTO_RHO_PER_RHO);
}

/** ln δ at the best α: any α gives a true bound, so an α that is a little off is no error. */
function logDelta(rho: number, epsilon: number): number {
  let [low, high] = [1, 2 + (epsilon + 1) / rho];
  // The slope in α, (2α − 1)ρ − ε + ln(1 − 1/α), rises.
  for (let turn = 0; turn < 200 && high - low > 1e-15 * high; turn += 1) {
    const middle = (low + high) / 2;
    const isLeft = (2 * middle - 1) * rho - epsilon + Math.log1p(-1 / middle) < 0;
    [low, high] = isLeft ? [middle, high] : [low, middle];
  }
  const alpha = high;
  return (alpha - 1) * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha) - Math.log(alpha - 1);
}
