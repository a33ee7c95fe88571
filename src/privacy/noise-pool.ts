import { assert, type Entropy, isSfumatoError, LIMITS } from '../base/index.ts';
import { discreteGaussian } from './gaussian/discrete-gaussian.ts';
import { type Bits, bitsFrom } from './laplace/coins.ts';
import { discreteLaplace } from './laplace/discrete-laplace.ts';
import { lawOf, type NoiseLaw } from './scale.ts';
import type { MechanismFacts, PieceFacts } from './spine/tokens.ts';

const made: unique symbol = Symbol('made by noisePool');

/** Noise drawn ahead, off the request path: samplers aren't constant-time. Each draw is given out at most once. */
export interface NoisePool {
  /** Asks that draws for such requests be kept ready; returns at once. */
  prepare(facts: MechanismFacts): void;
  /** `count` draws of noise of this law; what isn't ready is drawn now. @throws SfumatoError `entropy-failed`. */
  take(law: NoiseLaw, count: number): bigint[];
  /** Keeps look-alikes out of `draw`. */
  readonly [made]: true;
}

/** What a pool is made of. */
export interface NoisePoolParts {
  readonly entropy: Entropy;
  /** Runs a short piece of work later, when no request is waiting for it. */
  readonly schedule: (work: () => void) => void;
}

/** Draws of one law. */
interface Stock {
  readonly drawOne: () => bigint;
  readonly draws: bigint[];
  /** How many draws to keep ready. */
  wanted: number;
}

const pools = new WeakSet<object>();

/** Whether `noisePool` made this. */
export function isNoisePool(pool: NoisePool): boolean {
  return pools.has(pool);
}

/** A pool of at most `LIMITS.noisePoolDrawsMax` draws over all laws; the law prepared longest ago gives way. */
export function noisePool({ entropy, schedule }: NoisePoolParts): NoisePool {
  const bits = bitsFrom(entropy);
  const stocks = new Map<string, Stock>();
  let isScheduled = false;

  function fillLater(): void {
    if (!isScheduled) {
      isScheduled = true;
      schedule(fill);
    }
  }

  function fill(): void {
    isScheduled = false;
    const short = [...stocks.values()].findLast(({ draws, wanted }) => draws.length < wanted);
    if (short !== undefined && fillTurn(short)) {
      fillLater();
    }
  }

  function prepare({ name, pieces }: MechanismFacts): void {
    for (const piece of pieces) {
      preparePiece(lawOf(name, piece), piece);
    }
    fillLater();
  }

  function preparePiece(law: NoiseLaw, { length }: PieceFacts): void {
    const stock = stocks.get(keyOf(law)) ?? { drawOne: samplerOf(law, bits), draws: [], wanted: 0 };
    stock.wanted = Math.max(stock.wanted, Math.min(length * LIMITS.engineSlots, LIMITS.noisePoolDrawsMax));
    stocks.delete(keyOf(law));
    makeRoom(stocks, LIMITS.noisePoolDrawsMax - stock.wanted);
    stocks.set(keyOf(law), stock);
  }

  function take(law: NoiseLaw, count: number): bigint[] {
    assert(Number.isInteger(count) && count >= 1, 'at least one draw is taken');
    const stock = stocks.get(keyOf(law));
    const taken = stock?.draws.splice(0, count) ?? [];
    if (stock !== undefined) {
      fillLater();
    }
    const drawOne = stock?.drawOne ?? samplerOf(law, bits);
    while (taken.length < count) {
      taken.push(drawOne());
    }
    return taken;
  }

  const pool: NoisePool = Object.freeze({ prepare, take, [made]: true as const });
  pools.add(pool);
  return pool;
}

function samplerOf(law: NoiseLaw, bits: Bits): () => bigint {
  return law.name === 'discrete-laplace' ? discreteLaplace(law.scale, bits) : discreteGaussian(law.sigmaSquared, bits);
}

function keyOf(law: NoiseLaw): string {
  const { numerator, denominator } = law.name === 'discrete-laplace' ? law.scale : law.sigmaSquared;
  return `${law.name} ${numerator}/${denominator}`;
}

/** Drops the laws prepared longest ago until the rest want at most `wantedMax` draws. */
function makeRoom(stocks: Map<string, Stock>, wantedMax: number): void {
  let wanted = [...stocks.values()].reduce((sum, stock) => sum + stock.wanted, 0);
  for (const [key, stock] of stocks) {
    if (wanted <= wantedMax) {
      return;
    }
    stocks.delete(key);
    wanted -= stock.wanted;
  }
}

/** Draws a little, so that a turn stays short; whether to go on. */
function fillTurn({ drawOne, draws, wanted }: Stock): boolean {
  try {
    for (let left = Math.min(LIMITS.noisePoolTurnDraws, wanted - draws.length); left > 0; left -= 1) {
      draws.push(drawOne());
    }
    return true;
  } catch (error) {
    // The request that needs the noise meets the same failure, and is the one to be aborted by it.
    if (isSfumatoError(error, 'entropy-failed')) {
      return false;
    }
    throw error;
  }
}
