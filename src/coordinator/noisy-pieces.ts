import { halfWidth, noiseVariance } from '../privacy/laws.ts';
import type { Noisy } from '../statistics/index.ts';
import type { SummedPiece } from './combine.ts';

/** A piece of all sites with its numbers as estimators take them: `width` of them for every cell. */
export interface NoisyPiece {
  readonly measure: number;
  readonly name: string;
  readonly fields: readonly number[];
  readonly width: number;
  readonly numbers: readonly Noisy[];
}

/** Names each released number together with what is known of its noise: that of all sites, convolved. */
export function noisyPieces(pieces: readonly SummedPiece[]): readonly NoisyPiece[] {
  return pieces.map(({ piece: { measure, name, fields, width }, values, scales }) => {
    // All numbers of a piece have one law, and its tails take long to work out.
    const widths = new Map<number, bigint>();
    const within = (alpha: number): bigint => {
      const known = widths.get(alpha) ?? halfWidth(scales, { alpha: alphaText(alpha) });
      widths.set(alpha, known);
      return known;
    };
    const variance = scales.reduce((sum, scale) => sum + noiseVariance(scale), 0);
    return { measure, name, fields, width, numbers: values.map((value) => Object.freeze({ value, variance, within })) };
  });
}

const PARTS = 2 ** 60;

/** A double as an exact fraction, rounded down: an interval may only become wider. */
function alphaText(alpha: number): { readonly numerator: bigint; readonly denominator: bigint } {
  return { numerator: BigInt(Math.floor(alpha * PARTS)), denominator: BigInt(PARTS) };
}
