/** The effect of one site, and the variances of its two sources of error, on the scale on which effects are added. */
export interface SiteEffect {
  readonly label: string;
  readonly effect: number;
  /** Of the patients who happened to be there. */
  readonly samplingVariance: number;
  /** Of the noise that was added for privacy; 0 for a table without noise. */
  readonly noiseVariance: number;
}

/** Effects with what they differ by from chance at one site. */
export interface Effects {
  readonly y: readonly number[];
  /** Sampling variance plus noise variance. */
  readonly v: readonly number[];
}

/** Effects weighed by 1/(v + τ²). */
export interface Weighing {
  readonly w: readonly number[];
  /** Σw, Σw² and Σw³. */
  readonly sums: readonly [number, number, number];
  /** Σwy/Σw. */
  readonly mean: number;
  /** (y − mean)² of each. */
  readonly squares: readonly number[];
  /** Σw(y − mean)². */
  readonly q: number;
}

/** Weighs `effects` by 1/(v + τ²). */
export function weighed({ y, v }: Effects, tau2: number): Weighing {
  const w = v.map((one) => 1 / (one + tau2));
  const power = (n: number): number => sumOf(w.map((one) => one ** n));
  const sums = [power(1), power(2), power(3)] as const;
  // From the first effect on, so that the mean of equal ones is that very number, none of them lies apart from it, and nothing is
  // lost of small differences between large effects.
  const [first = 0] = y;
  const beyond = sumOf(y.map((one, at) => (one - first) * (w[at] ?? 0))) / sums[0];
  const squares = y.map((one) => (one - first - beyond) ** 2);
  return { w, sums, mean: first + beyond, squares, q: sumOf(squares.map((one, at) => one * (w[at] ?? 0))) };
}

/** Σ of numbers. */
export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
