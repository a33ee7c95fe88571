import { assert } from '../../base/index.ts';
import { squareRoot } from '../gaussian/discrete-gaussian.ts';

// The largest ρ, nearly, with which ρ-zCDP is (ε, δ)-differentially private. Caps are spent up to, and every version and machine must find
// the same, so they are worked out in integers, and whatever is rounded is rounded towards a smaller cap.

/** 1, in the unit of what is worked out with here. */
const UNIT = 10n ** 30n;
const UNITS_PER_NANO = 10n ** 21n;
const UNITS_PER_ATTO = 10n ** 12n;
/** ln 2 = 0.693147180559945309417232121458 176…, in units: below and above. */
const LN_2 = [693_147_180_559_945_309_417_232_121_458n, 693_147_180_559_945_309_417_232_121_459n] as const;
/** Above ln 10 = 2.302585092994045684017991454684 364…, in units. */
const LN_10 = 2_302_585_092_994_045_684_017_991_454_685n;

/** An order α of Rényi divergence, 1 + over/under, and what its bound takes of it. */
interface Order {
  readonly over: bigint;
  readonly under: bigint;
  /** Below ln(α − 1) − α·ln(1 − 1/α), in units. */
  readonly gain: bigint;
}

/** Of each doubling of α − 1, from 2⁻⁶ to 2¹⁶, so many orders: the best of them gives 0.12 % less than the best of all, at most. */
const ORDERS_A_DOUBLING = 16n;
const [FIRST_DOUBLING, DOUBLINGS] = [-6, 22];

let known: readonly Order[] | undefined;

/** Worked out when the first cap in ρ is asked for: that takes some milliseconds, and most sites count pure ε. */
function orders(): readonly Order[] {
  known ??= Array.from({ length: DOUBLINGS * Number(ORDERS_A_DOUBLING) }, (_, at) => {
    const step = ORDERS_A_DOUBLING + (BigInt(at) % ORDERS_A_DOUBLING);
    return orderAt(step, FIRST_DOUBLING + Math.floor(at / Number(ORDERS_A_DOUBLING)));
  });
  return known;
}

/** The order with α − 1 = step/16·2^doubling. */
function orderAt(step: bigint, doubling: number): Order {
  const over = step << BigInt(Math.max(doubling, 0));
  const under = ORDERS_A_DOUBLING << BigInt(Math.max(-doubling, 0));
  const ofPower = BigInt(doubling) * LN_2[doubling < 0 ? 1 : 0];
  const ofInverse = ((over + under) * logarithmBelow(over + under, over)) / under;
  return { over, under, gain: ofPower + logarithmBelow(step, ORDERS_A_DOUBLING) + ofInverse };
}

/** Below ln(numerator/denominator) of a fraction of at least 1, in units, by less than 10⁻²⁸ and that part of it. */
function logarithmBelow(numerator: bigint, denominator: bigint): bigint {
  let [doublings, whole] = [0n, denominator];
  while (numerator >= 2n * whole) {
    [doublings, whole] = [doublings + 1n, 2n * whole];
  }
  // ln x = 2·(z + z³/3 + z⁵/5 + …) with z = (x − 1)/(x + 1), no term of which is negative.
  const [up, down] = [numerator - whole, numerator + whole];
  let sum = 0n;
  let power = (UNIT * up) / down;
  for (let odd = 1n; power > 0n; odd += 2n) {
    sum += power / odd;
    power = (power * up * up) / (down * down);
  }
  return doublings * LN_2[0] + 2n * sum;
}

/**
 * A ρ, in atto-ρ, for which ρ-zCDP is (ε, δ)-differentially private with δ = 10^−digits: the best that the bound of
 * Canonne, Kamath, Steinke 2020, Proposition 7, gives at any of the orders here, or Bun, Steinke 2016, Proposition 1.3, where that
 * allows more (an ε below a thousandth). It rises with ε; where no ε is granted, nothing may be spent, though a δ alone would
 * allow for a little. @throws AssertionFailure for an ε below 0.
 */
export function rhoWithin(nanoEpsilon: bigint, digits: bigint): bigint {
  assert(nanoEpsilon >= 0n, 'a cap is not negative');
  if (nanoEpsilon === 0n) {
    return 0n;
  }
  const [epsilon, logarithm] = [nanoEpsilon * UNITS_PER_NANO, digits * LN_10];
  const all = orders();
  // What the orders allow rises up to the best of them, and falls from there on.
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const rises = rhoAt(all[middle], epsilon, logarithm) < rhoAt(all[middle + 1], epsilon, logarithm);
    [low, high] = rises ? [middle + 1, high] : [low, middle];
  }
  const [best, simple] = [rhoAt(all[low], epsilon, logarithm), simpleRho(epsilon, logarithm)];
  return (best > simple ? best : simple) / UNITS_PER_ATTO;
}

/** The bound of one order, solved for ρ: (ε − (ln 1/δ − gain)/(α − 1))/α. */
function rhoAt(order: Order | undefined, epsilon: bigint, logarithm: bigint): bigint {
  assert(order !== undefined, 'an order of the list');
  const { over, under, gain } = order;
  return (under * (epsilon * over - (logarithm - gain) * under)) / (over * (over + under));
}

/** The largest ρ with ρ + 2√(ρ·ln 1/δ) ≤ ε: ε + 2L − 2√(L(L + ε)) with L = ln 1/δ. */
function simpleRho(epsilon: bigint, logarithm: bigint): bigint {
  const square = 4n * logarithm * (logarithm + epsilon);
  const root = squareRoot(square);
  // Rounded down: the root is subtracted, so it is rounded up.
  return epsilon + 2n * logarithm - (root * root === square ? root : root + 1n);
}
