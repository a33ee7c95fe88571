import type { SiteEffect } from '../../statistics/index.ts';
import type { EffectName } from './effects.table.ts';

/** What sites' effects came to. */
export interface Found {
  readonly sites: readonly SiteEffect[];
  /** How many sites answered, and have no effect because of noise. */
  readonly hidden: number;
}

const LOGARITHMS: ReadonlySet<EffectName> = new Set(['log-mean', 'proportion', 'odds-ratio', 'risk-ratio']);
/** Weighed by its own variance v a logarithm is off by some v/2; over k sites that is √(kv)/2 standard errors, a half where kv is 1. */
const BEYOND = 1;
const [MANY, HIDDEN_SHARE] = [20, 1 / 10];

/** What is to be said of an interval that misses more often than it says, because what moves every site’s effect the same way doesn’t average out. */
export function cautionOf(effect: EffectName, { sites, hidden }: Found): string | undefined {
  const answered = sites.length + hidden;
  if (answered >= MANY && hidden >= answered * HIDDEN_SHARE) {
    return `Noise left ${hidden} of ${answered} sites without an effect. Those that have one are the ones whose noise fell so, so that the interval can miss far more often than it says. ${INSTEAD}`;
  }
  const variances = sites.reduce((sum, site) => sum + site.samplingVariance + site.noiseVariance, 0);
  return sites.length > 1 && LOGARITHMS.has(effect) && variances > BEYOND
    ? `Logarithms of few patients, weighed by their own variances, are off the same way at every site. Over so many sites that can be more than the interval, which then misses far more often than it says. ${INSTEAD}`
    : undefined;
}

const INSTEAD = 'The answer’s own estimate adds the sites’ numbers up first.';
