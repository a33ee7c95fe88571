import { assert, type Entropy, isSfumatoError, LIMITS } from '../base/index.ts';
import { bitsFrom } from './laplace/coins.ts';
import { discreteLaplace } from './laplace/discrete-laplace.ts';
import type { Rational } from './rational.ts';
import { scaleOf } from './scale.ts';
import type { MechanismFacts, PieceFacts } from './spine/tokens.ts';

const made: unique symbol = Symbol('made by noisePool');

/** Noise drawn ahead, off the request path: samplers aren't constant-time. Each draw is given out at most once. */
export interface NoisePool {
  /** Asks that draws for such requests be kept ready; returns at once. */
  prepare(facts: MechanismFacts): void;
  /** `count` draws of discrete-Laplace noise of `scale`; what isn't ready is drawn now. @throws SfumatoError `entropy-failed`. */
  take(scale: Rational, count: number): bigint[];
  /** Keeps look-alikes out of `draw`. */
  readonly [made]: true;
}

/** What a pool is made of. */
export interface NoisePoolParts {
  readonly entropy: Entropy;
  /** Runs a short piece of work later, when no request is waiting for it. */
  readonly schedule: (work: () => void) => void;
}

/** Draws of one scale. */
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

/** A pool of at most `LIMITS.noisePoolDrawsMax` draws over all scales; the scale prepared longest ago gives way. */
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

  function prepare({ pieces }: MechanismFacts): void {
    for (const piece of pieces) {
      preparePiece(piece);
    }
    fillLater();
  }

  function preparePiece(piece: PieceFacts): void {
    const scale = scaleOf(piece);
    const stock = stocks.get(keyOf(scale)) ?? { drawOne: discreteLaplace(scale, bits), draws: [], wanted: 0 };
    stock.wanted = Math.max(stock.wanted, Math.min(piece.length * LIMITS.engineSlots, LIMITS.noisePoolDrawsMax));
    stocks.delete(keyOf(scale));
    makeRoom(stocks, LIMITS.noisePoolDrawsMax - stock.wanted);
    stocks.set(keyOf(scale), stock);
  }

  function take(scale: Rational, count: number): bigint[] {
    assert(Number.isInteger(count) && count >= 1, 'at least one draw is taken');
    const stock = stocks.get(keyOf(scale));
    const taken = stock?.draws.splice(0, count) ?? [];
    if (stock !== undefined) {
      fillLater();
    }
    const drawOne = stock?.drawOne ?? discreteLaplace(scale, bits);
    while (taken.length < count) {
      taken.push(drawOne());
    }
    return taken;
  }

  const pool: NoisePool = Object.freeze({ prepare, take, [made]: true as const });
  pools.add(pool);
  return pool;
}

function keyOf({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}

/** Drops the scales prepared longest ago until the rest want at most `wantedMax` draws. */
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
