import { placeBeyond } from '../bisection.ts';
import { mostLikely } from './likelihood.ts';
import { type Effects, sumOf, weighed } from './weighing.ts';

/** How the variance τ² between sites is estimated; `FE` takes it for 0. */
export type Method = 'FE' | 'DL' | 'PM' | 'REML' | 'ML' | 'HE' | 'HS' | 'SJ' | 'EB';

/** Every method, in the order in which they are listed. */
export const METHODS: readonly Method[] = Object.freeze(['FE', 'DL', 'PM', 'REML', 'ML', 'HE', 'HS', 'SJ', 'EB']);

/**
 * τ² between the sites, at least 0. One site has none. Formulas: Viechtbauer 2005 (J. Educ. Behav. Stat. 30), Veroniki et al. 2016
 * (Res. Synth. Methods 7); `PM` and `EB` are one estimator.
 */
export function tau2Of(effects: Effects, method: Method): number {
  return effects.y.length === 1 ? 0 : ESTIMATORS[method](effects);
}

const ESTIMATORS: Readonly<Record<Method, (effects: Effects) => number>> = {
  FE: () => 0,
  DL: derSimonianLaird,
  PM: pauleMandel,
  EB: pauleMandel,
  HE: hedges,
  HS: hunterSchmidt,
  SJ: sidikJonkman,
  ML: (effects) => mostLikely(effects, 'whole'),
  REML: (effects) => mostLikely(effects, 'restricted'),
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
