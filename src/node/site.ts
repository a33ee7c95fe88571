import type { NodeContext } from './context.ts';

/** The fewest sites that a question must name here: the stricter of policy and configuration. */
export function minSitesOf({ config, policy }: Pick<NodeContext, 'config' | 'policy'>): number {
  return Math.max(policy.document.disclosure.minSites.value, config.minSites ?? 1);
}

/** The site's intake blocks: every calendar year since its domain began, up to the last publish slot; empty ones too. */
export function openBlocks({ config, catalog }: Pick<NodeContext, 'config' | 'catalog'>): readonly number[] {
  const last = Math.max(config.domainSince, catalog.snapshot()?.block ?? config.domainSince);
  return Array.from({ length: last - config.domainSince + 1 }, (_, years) => config.domainSince + years);
}

/** Seconds of every time class lie in the policy; what has no plan takes the one for that. */
export function noPlanMs({ config, policy }: Pick<NodeContext, 'config' | 'policy'>): number {
  return 1_000 * Number(policy.document.disclosure.sizeClasses.value[config.sizeClass].timeClass.none);
}
