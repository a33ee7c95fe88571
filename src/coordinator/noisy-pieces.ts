import { type NoiseLaw, type NoiseSum, noiseSum } from '../privacy/laws.ts';
import type { Noisy } from '../statistics/index.ts';

/** A piece of all sites: its integers added up, and the law of each draw of noise in them. */
export interface SummedPiece {
  readonly measure: number;
  readonly name: string;
  readonly fields: readonly number[];
  /** How many numbers there are for every cell. */
  readonly width: number;
  readonly values: readonly bigint[];
  readonly laws: readonly NoiseLaw[];
}

/** A piece with its numbers as estimators take them. */
export interface NoisyPiece extends SummedPiece {
  readonly numbers: readonly Noisy[];
  /** The smallest w with P(|noise of so many of the numbers together| > w) ≤ α. */
  readonly withinOf: (count: number, alpha: number) => bigint;
}

/**
 * Names each released number together with what is known of its noise: that of all sites, convolved; `sum`, where it isn't one whole
 * draw of each site.
 */
export function noisyPiece(piece: SummedPiece, sum: NoiseSum = noiseSum(piece.laws)): NoisyPiece {
  const { variance, characteristic } = sum;
  // All numbers of a piece have one law, and its tails take long to work out.
  const widths = new Map<string, bigint>();
  const withinOf = (count: number, alpha: number): bigint => {
    const key = `${count} ${alpha}`;
    const known = widths.get(key) ?? sum.within(alpha, count);
    widths.set(key, known);
    return known;
  };
  const noise = { variance, within: (alpha: number) => withinOf(1, alpha), characteristic };
  return { ...piece, withinOf, numbers: piece.values.map((value) => Object.freeze({ value, ...noise })) };
}
