import { assert } from '../base/index.ts';
import { isNoisePool, type NoisePool } from './noise-pool.ts';
import { scaleOf } from './scale.ts';
import { factsOf, type Mechanism, type Noise, wrapNoise } from './spine/tokens.ts';

/**
 * Draws the noise of one request: one independent discrete-Laplace integer of scale Δ/ε per cell.
 * @throws AssertionFailure for a forged mechanism or pool; SfumatoError `entropy-failed`, after which nothing may be released.
 */
export function draw<R>(mechanism: Mechanism<R>, pool: NoisePool): Noise<R> {
  assert(isNoisePool(pool), 'noise comes from a pool that noisePool made');
  const facts = factsOf(mechanism);
  return wrapNoise(mechanism, pool.take(scaleOf(facts), facts.cells));
}
