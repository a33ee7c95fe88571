import { formatNoteKey } from '../../../base/index.ts';
import type { SiteFacts } from '../../../contract/index.ts';
import type { StatingContext } from '../../context.ts';
import { minSitesOf, openBlocks } from '../../site.ts';

/** The site's public facts. */
export async function facts({ ctx }: { readonly ctx: StatingContext }): Promise<SiteFacts> {
  return {
    protocol: 1,
    site: ctx.config.site,
    policy: ctx.policy.name,
    deidentificationHash: ctx.policy.deidentificationHash,
    disclosureHash: ctx.policy.disclosureHash,
    blocks: [...openBlocks(ctx)],
    minSites: minSitesOf(ctx),
    logKey: formatNoteKey(ctx.notary.key),
    serving: ctx.catalog.snapshot() !== undefined,
    accountant: ctx.budget.accountant().facts,
    version: ctx.version,
  };
}
