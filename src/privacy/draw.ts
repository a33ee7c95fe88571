import { assert } from '../base/index.ts';
import { isNoisePool, type NoisePool } from './noise-pool.ts';
import { lawOf } from './scale.ts';
import { factsOf, type Mechanism, type Noise, wrapNoise } from './spine/tokens.ts';

/**
 * Draws the noise of one request: one independent integer per integer, of its piece's own law.
 * @throws AssertionFailure for a forged mechanism or pool; SfumatoError `entropy-failed`, after which nothing may be released.
 */
export function draw<R>(mechanism: Mechanism<R>, pool: NoisePool): Noise<R> {
  assert(isNoisePool(pool), 'noise comes from a pool that noisePool made');
  const { name, pieces } = factsOf(mechanism);
  return wrapNoise(
    mechanism,
    pieces.flatMap((piece) => pool.take(lawOf(name, piece), piece.length)),
  );
}
