/** A sum of whole or partial draws of discrete-Laplace noise: b, and β, the shape of each of the two negative binomials that it is the difference of. */
export interface ShapedLaw {
  readonly b: number;
  readonly shape: number;
}

/** So many draws, `shape`, of discrete-Gaussian noise of σ² v. */
export interface ShapedGaussian {
  readonly v: number;
  readonly shape: number;
}

/** Noise that is added up; there is some. */
export interface NoiseParts {
  readonly laplace: readonly ShapedLaw[];
  readonly gaussian: readonly ShapedGaussian[];
}

const TILTS = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);

/** An m with P(|X| ≥ m) ≤ `missing` for the sum of such draws. */
export function chernoffReach({ laplace, gaussian }: NoiseParts, missing: number): number {
  // Step A: Chernoff's bound for several tilts below 1/b; each is a bound, so the shortest is one. The last is what suits many draws.
  const widest = laplace.reduce((most, { b }) => Math.max(most, b), 0);
  const log = Math.log(2 / missing);
  const spread = gaussian.reduce((sum, { v, shape }) => sum + shape * v, 0);
  const variance = laplace.reduce((sum, { b, shape }) => sum + 2 * shape * b * b, spread);
  const tilts = widest > 0 ? TILTS.map((tilt) => tilt / widest) : [];
  const reaches = [...tilts, Math.min(0.95 / widest, Math.sqrt((2 * log) / variance))].map((t) => {
    const logMoment = laplace.reduce(
      (sum, { b, shape }) => sum - shape * Math.log1p(-((Math.sinh(t / 2) / Math.sinh(1 / (2 * b))) ** 2)),
      (spread * t * t) / 2,
    );
    return (logMoment + log) / t;
  });
  return Math.ceil(Math.min(...reaches)) + 1;
}
