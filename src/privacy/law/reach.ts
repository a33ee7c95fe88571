/** A sum of whole or partial draws of discrete-Laplace noise: b, and β, the shape of each of the two negative binomials that it is the difference of. */
export interface ShapedLaw {
  readonly b: number;
  readonly shape: number;
}

const TILTS = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);

/** An m with P(|X| ≥ m) ≤ `missing` for the sum of at least one of such laws, and of discrete-Gaussian noise of σ² `gaussian` in all. */
export function chernoffReach(laws: readonly ShapedLaw[], missing: number, gaussian = 0): number {
  // Chernoff's bound for several tilts below 1/b; each is a bound, so the shortest is one. The last is what suits many draws.
  const widest = laws.reduce((most, { b }) => Math.max(most, b), 0);
  const log = Math.log(2 / missing);
  const variance = laws.reduce((sum, { b, shape }) => sum + 2 * shape * b * b, gaussian);
  const tilts = [...TILTS.map((tilt) => tilt / widest), Math.min(0.95 / widest, Math.sqrt((2 * log) / variance))];
  const reaches = tilts.map((t) => {
    const logMoment = laws.reduce(
      (sum, { b, shape }) => sum - shape * Math.log1p(-((Math.sinh(t / 2) / Math.sinh(1 / (2 * b))) ** 2)),
      (gaussian * t * t) / 2,
    );
    return (logMoment + log) / t;
  });
  return Math.ceil(Math.min(...reaches)) + 1;
}

/** So many draws of each scale, the same ones together. */
export function shapedLaws(scales: readonly number[]): readonly ShapedLaw[] {
  const times = new Map<number, number>();
  for (const b of scales) {
    times.set(b, (times.get(b) ?? 0) + 1);
  }
  return [...times].map(([b, shape]) => ({ b, shape }));
}
