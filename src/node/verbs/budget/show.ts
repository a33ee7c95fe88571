import { formatEpsilon } from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';

/** Every meter of the site with its cap, what is spent (reserved and committed) and what is left, in ε. */
export async function showBudget({ ctx }: { readonly ctx: NodeContext }) {
  return {
    site: ctx.config.site,
    meters: ctx.budget.meters().map(({ id, capNano, reservedNano, committedNano, leftNano }) => ({
      meter: id,
      cap: formatEpsilon(capNano),
      spent: formatEpsilon(reservedNano + committedNano),
      reserved: formatEpsilon(reservedNano),
      left: formatEpsilon(leftNano),
    })),
  };
}
