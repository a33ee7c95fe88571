/** A small repeatable generator (mulberry32); for tests only. */
export interface Dice {
  /** An integer from 0 to below − 1. */
  readonly below: (below: number) => number;
  readonly one: <T>(from: readonly T[]) => T;
  /** `count` distinct ones, at most all. */
  readonly some: <T>(from: readonly T[], count: number) => T[];
  readonly chance: (share: number) => boolean;
}

/** Dice that always fall the same way for one seed. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const one = <T>(from: readonly T[]): T => from[below(from.length)]!;
  return {
    below,
    one,
    some<T>(from: readonly T[], count: number): T[] {
      const left = [...from];
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0]!);
    },
    chance: (share) => next() < share,
  };
}
