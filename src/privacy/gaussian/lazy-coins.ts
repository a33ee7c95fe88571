import { assert } from '../../base/index.ts';
import { type Bits, bigCoins, type Coins } from '../laplace/coins.ts';

const RUN_BITS = 8;

/** Coins for integers of any size that need few bits even where denominators are long. */
export function lazyCoins(bits: Bits): Coins<bigint> {
  return Object.freeze({
    ...bigCoins(bits),
    chance(u: bigint, t: bigint): boolean {
      assert(t >= 1n && u >= 0n, 'a chance is a fraction of 0 or more');
      // Step A: a uniform real number, eight bits at a time, is below u/t as soon as its digits differ from those of u/t.
      let left = u;
      while (left < t) {
        const shifted = left << BigInt(RUN_BITS);
        const digit = shifted / t;
        const drawn = bits.take(RUN_BITS);
        if (drawn !== Number(digit)) {
          return drawn < Number(digit);
        }
        left = shifted - digit * t;
        if (left === 0n) {
          return false;
        }
      }
      return true;
    },
  });
}
