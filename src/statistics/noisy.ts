/**
 * A released integer, possibly the sum of several sites' releases, with what is known of its noise. The noise is symmetric, has
 * mean 0 and is independent of that of every other `Noisy`; value and widths are in grid units.
 */
export interface Noisy {
  /** Signed, as it was released; never clamped. */
  readonly value: bigint;
  /** Variance of the noise, in squared grid units, at least 0. */
  readonly variance: number;
  /** The smallest w ≥ 0 with P(|noise| > w) ≤ α, for 10⁻¹² ≤ α < 1. */
  within(alpha: number): bigint;
  /** E cos(t·noise), the characteristic function: what sums and multiples of several noises are worked out from. */
  characteristic(t: number): number;
}
