import type { NoiseParts, ShapedGaussian } from './reach.ts';

/** −log E cos(tX) for t from 0 to π: it rises there, from 0. */
export interface Exponent {
  /** At t = 2·asin(`sine`), which is also given. */
  at(sine: number, t: number): number;
  /** How many terms are added up for one t. */
  readonly terms: number;
}

/** σ² from which on Poisson's sum takes the place of Jacobi's product, has one term on either side that matters, and none. */
const [POISSON, ONE_SIDE, WIDE] = [1 / 4, 1, 8];

/** Of a sum of draws: each kind of law by the formula that doesn't cancel. */
export function exponentOf({ laplace, gaussian }: NoiseParts): Exponent {
  // Step B: −log of the characteristic function.
  const edges = laplace.map(({ b, shape }) => ({ edge: Math.sinh(1 / (2 * b)), shape }));
  const cosines = gaussian.filter(({ v }) => v < POISSON).flatMap(cosinesOf);
  const folds = gaussian.filter(({ v }) => v >= POISSON && v < WIDE).map(foldsOf);
  const wide = gaussian.reduce((sum, { v, shape }) => sum + (v >= POISSON ? shape * v : 0), 0);
  return {
    terms: edges.length + cosines.length + folds.reduce((sum, { sides }) => sum + 2 * sides, 0) + 1,
    at: (sine, t) => {
      let sum = (wide * t * t) / 2;
      for (const { edge, shape } of edges) {
        sum += shape * Math.log1p((sine / edge) ** 2);
      }
      for (const { cosine, shape } of cosines) {
        sum -= shape * Math.log1p(-((sine / cosine) ** 2));
      }
      for (const { v, shape, sides, least } of folds) {
        sum -= shape * (Math.log1p(folded(v, sides, t)) - least);
      }
      return sum;
    },
  };
}

/** The factors of a narrow discrete-Gaussian law by Jacobi's triple product: those that differ from 1 in a double. */
function cosinesOf({ v, shape }: ShapedGaussian): readonly { readonly cosine: number; readonly shape: number }[] {
  const count = Math.ceil(40 * v) + 1;
  return Array.from({ length: count }, (_, at) => ({ cosine: Math.cosh((2 * at + 1) / (4 * v)), shape }));
}

/** A law by Poisson's sum: how many terms matter on either side of the first, and the log of all at 0. */
interface Folds extends ShapedGaussian {
  readonly sides: number;
  readonly least: number;
}

function foldsOf({ v, shape }: ShapedGaussian): Folds {
  const sides = v < ONE_SIDE ? 3 : 1;
  return { v, shape, sides, least: Math.log1p(folded(v, sides, 0)) };
}

/** What Poisson's sum has beside its first term, as a share of that. */
function folded(v: number, sides: number, t: number): number {
  let sum = 0;
  for (let m = sides; m >= 1; m -= 1) {
    const [by, far] = [-2 * Math.PI * v * m, Math.PI * m];
    sum += Math.exp(by * (far - t)) + Math.exp(by * (far + t));
  }
  return sum;
}
