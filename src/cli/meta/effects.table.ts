/** On what numbers of effects add up: as they are, as natural logarithms, as log odds, or by Fisher's atanh. */
export type Scale = 'plain' | 'log' | 'logit' | 'atanh';

interface Effect {
  readonly groups: 0 | 2;
  readonly outcomes: 0 | 2;
  readonly measure: 'variance' | 'moments' | 'count';
  readonly scale: Scale;
  /** What it is called where it is read. */
  readonly of: string;
  /** What it is called where it is drawn and combined. */
  readonly axis: string;
}

const [MEAN, MOMENTS] = [
  { groups: 0, outcomes: 0, measure: 'variance' },
  { groups: 0, outcomes: 0, measure: 'moments' },
] as const;
const [PART, TABLE] = [
  { groups: 0, outcomes: 2, measure: 'count' },
  { groups: 2, outcomes: 2, measure: 'count' },
] as const;

/** The effects of sites that `sfumato meta` works out of an answer, each with what it asks for. */
export const EFFECTS = Object.freeze({
  mean: { ...MEAN, scale: 'plain', of: 'mean', axis: 'mean' },
  'log-mean': { ...MEAN, scale: 'log', of: 'mean', axis: 'log mean (natural logarithm)' },
  'mean-difference': { ...MEAN, groups: 2, scale: 'plain', of: 'mean difference', axis: 'mean difference' },
  correlation: { ...MOMENTS, scale: 'atanh', of: 'correlation', axis: 'atanh of the correlation (Fisher’s z)' },
  proportion: { ...PART, scale: 'logit', of: 'proportion', axis: 'log odds (logit of the proportion)' },
  'odds-ratio': { ...TABLE, scale: 'log', of: 'odds ratio', axis: 'log odds ratio (natural logarithm)' },
  'risk-ratio': { ...TABLE, scale: 'log', of: 'risk ratio', axis: 'log risk ratio (natural logarithm)' },
} as const satisfies Record<string, Effect>);

/** One of them. */
export type EffectName = keyof typeof EFFECTS;

/** Which effect a meta-analysis is of, of what, and on which scale its numbers stand. */
export interface Measured {
  readonly effect: EffectName;
  readonly scale: Scale;
  /** What is averaged or correlated; none of counts. */
  readonly fields: readonly string[];
  /** `Field=value`: the first against the second. */
  readonly groups: readonly string[];
  /** `Field=value`: having it, not having it. */
  readonly outcomes: readonly string[];
  /** `Field=value` of the subgroup. */
  readonly within: readonly string[];
}
