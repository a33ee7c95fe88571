import { placeBetween, placeBeyond } from '../bisection.ts';
import { type Effects, sumOf, type Weighing, weighed } from './weighing.ts';

/** How the variance τ² between sites is estimated; `FE` takes it for 0. */
export type Method = 'FE' | 'DL' | 'PM' | 'REML' | 'ML' | 'HE' | 'HS' | 'SJ' | 'EB';

/** Every method, in the order in which they are listed. */
export const METHODS: readonly Method[] = Object.freeze(['FE', 'DL', 'PM', 'REML', 'ML', 'HE', 'HS', 'SJ', 'EB']);

/**
 * τ² between the sites, at least 0; `undefined` when an iteration didn't converge. One site has none. Formulas: Viechtbauer 2005
 * (J. Educ. Behav. Stat. 30), Veroniki et al. 2016 (Res. Synth. Methods 7); `PM` and `EB` are one estimator.
 */
export function tau2Of(effects: Effects, method: Method): number | undefined {
  return effects.y.length === 1 ? 0 : ESTIMATORS[method](effects);
}

const ESTIMATORS: Readonly<Record<Method, (effects: Effects) => number | undefined>> = {
  FE: () => 0,
  DL: derSimonianLaird,
  PM: pauleMandel,
  EB: pauleMandel,
  HE: hedges,
  HS: hunterSchmidt,
  SJ: sidikJonkman,
  ML: (effects) => scored(effects, maximumLikelihoodStep),
  REML: (effects) => scored(effects, restrictedLikelihoodStep),
};

/** (Q − (k − 1))/(Σw − Σw²/Σw). DerSimonian, Laird 1986. */
function derSimonianLaird(effects: Effects): number {
  const { q, sums } = weighed(effects, 0);
  return Math.max(0, (q - (effects.y.length - 1)) / (sums[0] - sums[1] / sums[0]));
}

/** The variance of the effects less the mean of theirs. Hedges, Olkin 1985; Cochran 1954. */
function hedges({ y, v }: Effects): number {
  const mean = sumOf(y) / y.length;
  return Math.max(0, sumOf(y.map((one) => (one - mean) ** 2)) / (y.length - 1) - sumOf(v) / v.length);
}

/** (Q − k)/Σw. Hunter, Schmidt 1990. */
function hunterSchmidt(effects: Effects): number {
  const { q, sums } = weighed(effects, 0);
  return Math.max(0, (q - effects.y.length) / sums[0]);
}

/** One step from the variance of the effects; never 0 unless they are equal. Sidik, Jonkman 2005. */
function sidikJonkman(effects: Effects): number {
  const { y } = effects;
  const mean = sumOf(y) / y.length;
  const first = sumOf(y.map((one) => (one - mean) ** 2)) / y.length;
  return (first * weighed(effects, first).q) / (y.length - 1);
}

/** The τ² at which Q is what it is expected to be, k − 1. Paule, Mandel 1982. */
function pauleMandel(effects: Effects): number {
  return whereQ(effects, effects.y.length - 1);
}

/** The τ² ≥ 0 at which Q(τ²), which falls, is `target`; 0 when Q(0) is no larger. */
export function whereQ(effects: Effects, target: number): number {
  const isAbove = (tau2: number): boolean => weighed(effects, tau2).q > target;
  return isAbove(0) ? placeBeyond(isAbove, Math.max(...effects.v)) : 0;
}

type Step = (weighing: Weighing) => number;

/** Σw²(y − μ)² − Σw over Σw². */
function maximumLikelihoodStep({ w, squares, sums }: Weighing): number {
  return (squaredBy(w, squares) - sums[0]) / sums[1];
}

/** The same under the restricted likelihood: (y′PPy − tr P)/tr PP. */
function restrictedLikelihoodStep({ w, squares, sums: [first, second, third] }: Weighing): number {
  const trace = first - second / first;
  const traceOfSquare = second - (2 * third) / first + (second / first) ** 2;
  return (squaredBy(w, squares) - trace) / traceOfSquare;
}

function squaredBy(w: readonly number[], squares: readonly number[]): number {
  return sumOf(squares.map((one, at) => (w[at] ?? 0) ** 2 * one));
}

const STEPS_MAX = 10_000;
const NEAR = 1e-9;

/**
 * Where the likelihood is greatest: Fisher scoring from Hedges's estimate, kept at 0 or above, until it is near; from there uphill to
 * the last digit. Where variances lie far apart, scoring makes such small steps that their size doesn't say how far the place is.
 */
function scored(effects: Effects, step: Step): number | undefined {
  const stepAt = (tau2: number): number => step(weighed(effects, tau2));
  const least = Math.min(...effects.v);
  let tau2 = hedges(effects);
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const next = Math.max(0, tau2 + stepAt(tau2));
    if (Math.abs(next - tau2) <= NEAR * (next + least)) {
      return uphill((at) => stepAt(at) > 0, next);
    }
    tau2 = next;
  }
  return undefined;
}

/** The nearest place up from `from` at which `rises` ends, or down from it at which it begins; 0 where it nowhere does. */
function uphill(rises: (tau2: number) => boolean, from: number): number {
  let [low, high] = [from, from];
  for (let part = NEAR; rises(high); part *= 2) {
    [low, high] = [high, high * (1 + part)];
  }
  for (let part = NEAR; low > 0 && !rises(low); part *= 2) {
    [low, high] = [low * Math.max(0, 1 - part), low];
  }
  return high === 0 || (low === 0 && !rises(0)) ? 0 : placeBetween(rises, low, high);
}
