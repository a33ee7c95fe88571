/** Upper bounds of P(ΣX > w) for a sum of independent discrete-Laplace draws X; see `half-width.proof.md`. */
export interface SumTail {
  /** Mass of ΣX at k = 0, 1, 2, …, up to a relative error of `rounding`. */
  readonly masses: Float64Array;
  readonly rounding: number;
  /** At most this much of P(ΣX > w) is missing from Σ masses[k > w]. */
  readonly missing: number;
}

const UNIT = 2 ** -53; // of roundoff, IEEE 754 binary64
const TILTS = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);

/** How many masses `sumTail` needs for scales `b` so that at most `missing` is left out. */
export function lengthFor(b: readonly number[], missing: number): number {
  // Step B: Chernoff's bound on A = ΣG, G geometric, for several tilts; each is a bound, so the shortest is one.
  // Of many sites there are more scales than a call takes arguments.
  const widest = b.reduce((most, one) => Math.max(most, one), 0);
  const lengths = TILTS.map((tilt) => {
    const t = tilt / widest;
    const logMoment = b.reduce((sum, one) => sum - Math.log1p(-Math.expm1(t) / Math.expm1(1 / one)), 0);
    return (logMoment - Math.log(missing / 4)) / t;
  });
  return Math.ceil(Math.min(...lengths)) + 1;
}

/** The tail of ΣX for scales `b` in grid units, from the exact convolution of their masses. */
export function sumTail(b: readonly number[], missing: number): SumTail {
  const length = lengthFor(b, missing);
  const masses = new Float64Array(length);
  masses[0] = 1;
  for (let first = 0; first < b.length; first += LANES) {
    filterUp(masses, lanes(b, first));
  }
  for (let first = 0; first < b.length; first += LANES) {
    filterDown(masses, lanes(b, first));
  }
  return { masses, rounding: 16 * UNIT * (length + 2 * b.length) + 2 ** -40, missing };
}

/** Four scales are convolved in one pass: their recursions overlap in the processor. */
const LANES = 4;

interface Lanes {
  /** e^{−1/b} of each scale, 0 where there is none: a filter that changes nothing. */
  readonly q: readonly [number, number, number, number];
  /** The product of all 1 − q. */
  readonly p: number;
}

function lanes(b: readonly number[], first: number): Lanes {
  const ratio = (lane: number): number => Math.exp(-1 / (b[first + lane] ?? 0));
  const left = (lane: number): number => -Math.expm1(-1 / (b[first + lane] ?? 0));
  return { q: [ratio(0), ratio(1), ratio(2), ratio(3)], p: left(0) * left(1) * left(2) * left(3) };
}

function filterUp(masses: Float64Array, { q: [q0, q1, q2, q3], p }: Lanes): void {
  // Step C: y[k] = x[k] + q·y[k − 1] convolves with a geometric law, but for its factor 1 − q.
  let [y0, y1, y2, y3] = [0, 0, 0, 0];
  for (let k = 0; k < masses.length; k += 1) {
    y0 = q0 * y0 + (masses[k] ?? 0);
    y1 = q1 * y1 + y0;
    y2 = q2 * y2 + y1;
    y3 = q3 * y3 + y2;
    masses[k] = p * y3;
  }
}

function filterDown(masses: Float64Array, { q: [q0, q1, q2, q3], p }: Lanes): void {
  // Step D: the same from above convolves with a mirrored geometric law; mass below 0 is never needed again.
  let [y0, y1, y2, y3] = [0, 0, 0, 0];
  for (let k = masses.length - 1; k >= 0; k -= 1) {
    y0 = q0 * y0 + (masses[k] ?? 0);
    y1 = q1 * y1 + y0;
    y2 = q2 * y2 + y1;
    y3 = q3 * y3 + y2;
    masses[k] = p * y3;
  }
}
