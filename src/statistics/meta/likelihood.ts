import { placeBetween } from '../bisection.ts';
import { type Effects, sumOf, type Weighing, weighed } from './weighing.ts';

/** `restricted`: of what is left of the effects once their mean is taken out, as REML has it. */
type Likelihood = 'whole' | 'restricted';

/**
 * The τ² ≥ 0 under which the effects are likeliest, to the last digit. Where variances lie far apart the likelihood can have several
 * peaks, and a search that climbs from one place ends on whichever is near: so all are looked for, and the highest is taken.
 */
export function mostLikely(effects: Effects, likelihood: Likelihood): number {
  const rises = (tau2: number): boolean => slope(weighed(effects, tau2), likelihood) > 0;
  const places = placesOver(effects).map((tau2) => ({ tau2, isRising: rises(tau2) }));
  const peaks = places.flatMap(({ tau2, isRising }, at) => {
    const before = places[at - 1];
    return isRising || before?.isRising === false ? [] : [before ? placeBetween(rises, before.tau2, tau2) : 0];
  });
  const heights = peaks.length < 2 ? [0] : peaks.map((tau2) => height(weighed(effects, tau2), likelihood));
  return peaks[heights.indexOf(Math.max(...heights))] ?? 0;
}

/** A place and the next lie so near to each other that no two peaks are between them: a weight changes by less than a fifth from one to the other. */
const STEP = 2 ** 0.25;
const PART_OF_LEAST = 1 / 16;

/**
 * From 0 to where the likelihood falls for good: as soon as v + τ² is larger than each (y − mean)² for the whole one, and for the
 * restricted one, which counts one effect less, than twice that.
 */
function placesOver({ y, v }: Effects): readonly number[] {
  const range = Math.max(...y) - Math.min(...y);
  const [first, last] = [PART_OF_LEAST * Math.min(...v), 4 * range * range];
  const places = [0, first];
  for (let tau2 = first; tau2 < last; ) {
    tau2 *= STEP;
    places.push(tau2);
  }
  return places;
}

/** Of the logarithm, up to a factor above 0: Σw²(y − μ)² − Σw, and y′PPy − tr P. Viechtbauer 2005. */
function slope({ w, squares, sums: [first, second] }: Weighing, likelihood: Likelihood): number {
  return squaredBy(w, squares) - (likelihood === 'whole' ? first : first - second / first);
}

/** Twice its logarithm, up to a constant: −Σ ln(v + τ²) − Q, and for the restricted one − ln Σw. */
function height({ w, q, sums }: Weighing, likelihood: Likelihood): number {
  const height = sumOf(w.map(Math.log)) - q;
  return likelihood === 'whole' ? height : height - Math.log(sums[0]);
}

function squaredBy(w: readonly number[], squares: readonly number[]): number {
  return sumOf(squares.map((one, at) => (w[at] ?? 0) ** 2 * one));
}
