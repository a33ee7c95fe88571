import type { Interval } from '../../statistics/index.ts';
import { EFFECTS, type Measured, type Scale } from './effects.table.ts';
import { rangeText, shown } from './forest.ts';

/** An estimate on the scale that people read: a ratio, a proportion, a mean, a correlation. */
export interface BackTransformed {
  readonly of: string;
  readonly estimate: number;
  readonly ci: Interval;
  /** Where another site's is expected; `null` where that isn't estimable. */
  readonly pi: Interval | null;
}

const BACK: Record<Exclude<Scale, 'plain'>, (value: number) => number> = {
  log: Math.exp,
  logit: (value) => 1 / (1 + Math.exp(-value)),
  atanh: Math.tanh,
};

/** An estimate taken back from the logarithm, logit or atanh; `undefined` where it already stands on its own scale. */
export function backOf(
  { effect, scale }: Measured,
  { estimate, ci, pi }: Omit<BackTransformed, 'of'>,
): BackTransformed | undefined {
  if (scale === 'plain') {
    return undefined;
  }
  const back = BACK[scale];
  const both = ([low, high]: Interval): Interval => [back(low), back(high)];
  return { of: EFFECTS[effect].of, estimate: back(estimate), ci: both(ci), pi: pi && both(pi) };
}

/** “Taken back from this scale: odds ratio 1.234 [1.010, 1.508] at 0.95.” */
export function backText({ of, estimate, ci, pi }: BackTransformed, confidence: string): string {
  const another = pi === null ? '' : `; that of another site is expected in ${rangeText(pi)}`;
  return `Taken back from this scale: ${of} ${shown(estimate, ci)} ${rangeText(ci)} at ${confidence}${another}.`;
}

/** What an axis says: “log odds ratio (natural logarithm)”. */
export function axisName({ effect }: Measured): string {
  return EFFECTS[effect].axis;
}

/** What an effect is of: “Modality=CT against Modality=MR; having PatientSex=F, not having PatientSex=M”. */
export function ofText({ effect, fields, groups, outcomes, within }: Measured): string {
  const against = effect === 'mean-difference' ? ' less ' : ' against ';
  return [
    ...(fields.length > 0 ? [fields.join(' and ')] : []),
    ...(groups.length > 0 ? [groups.join(against)] : []),
    ...(outcomes.length > 0 ? [`having ${outcomes.join(', not having ')}`] : []),
    ...within.map((cell) => `within ${cell}`),
  ].join('; ');
}

/** The heading of an analysis. */
export function measureTitle(measure: Measured): string {
  const name = axisName(measure);
  return `Effect: ${name}, of ${ofText(measure)}`;
}
