/** The effects of sites that `sfumato meta` works out of an answer, each with what it asks for. */
export const EFFECTS = Object.freeze({
  mean: { groups: 0, outcomes: 0, measure: 'variance' },
  'log-mean': { groups: 0, outcomes: 0, measure: 'variance' },
  'mean-difference': { groups: 2, outcomes: 0, measure: 'variance' },
  correlation: { groups: 0, outcomes: 0, measure: 'moments' },
  proportion: { groups: 0, outcomes: 2, measure: 'count' },
  'odds-ratio': { groups: 2, outcomes: 2, measure: 'count' },
  'risk-ratio': { groups: 2, outcomes: 2, measure: 'count' },
} as const);

/** One of them. */
export type EffectName = keyof typeof EFFECTS;
