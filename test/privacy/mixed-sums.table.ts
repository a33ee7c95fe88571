import type { Rational } from '../../src/privacy/laws.ts';
import { rational } from '../../src/privacy/laws.ts';

/** So many draws of discrete-Laplace noise of one scale, so many of discrete-Gaussian noise of one σ², and the smallest half-widths of their sum. */
export interface MixedSum {
  readonly laplace: number;
  readonly scale: Rational;
  readonly gaussian: number;
  readonly sigmaSquared: Rational;
  /** At each of `CONFIDENCES`. */
  readonly widths: readonly number[];
}

export const CONFIDENCES = ['0.5', '0.95', '0.999', '0.999999'] as const;

// The masses as defined, convolved by Fourier transforms of 64-bit mantissas (numpy's longdouble, scipy), over 14 standard deviations and
// 60 scales; the two sums of tens of thousands of draws likewise.
const row = (
  laplace: number,
  b: readonly [bigint, bigint],
  gaussian: number,
  v: readonly [bigint, bigint],
  widths: readonly number[],
): MixedSum => ({ laplace, scale: rational(...b), gaussian, sigmaSquared: rational(...v), widths });

export const MIXED_SUMS: readonly MixedSum[] = [
  row(1, [1n, 10n], 1, [1n, 100n], [0, 0, 0, 1]),
  row(1, [1n, 1n], 1, [1n, 1n], [1, 3, 7, 14]),
  row(1, [10n, 1n], 1, [100n, 1n], [10, 35, 74, 143]),
  row(2, [3n, 1n], 3, [1n, 4n], [3, 12, 26, 48]),
  row(1, [1_000n, 1n], 1, [1n, 1n], [693, 2_996, 6_908, 13_816]),
  row(1, [1n, 10n], 5, [250_000n, 1n], [754, 2_191, 3_679, 5_469]),
  row(5, [20n, 1n], 30, [400n, 1n], [85, 248, 421, 642]),
  row(31, [2n, 1n], 1, [10_000n, 1n], [68, 198, 333, 495]),
  row(150, [10n, 1n], 150, [100n, 1n], [143, 416, 700, 1_045]),
  row(299, [1n, 2n], 1, [4n, 1n], [7, 21, 35, 53]),
  row(1, [200n, 1n], 299, [1n, 9n], [139, 599, 1_382, 2_763]),
  row(2_400, [10n, 1n], 2_400, [100n, 1n], [572, 1_663, 2_792, 4_152]),
  row(300, [1_000n, 1n], 300, [1_000_000n, 1n], [20_225, 58_808, 98_859, 147_316]),
  row(15_000, [5n, 3n], 15_000, [7n, 3n], [230, 667, 1_120, 1_665]),
];
