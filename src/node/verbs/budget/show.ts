import { ceilDivide, epsilonOf, formatEpsilon } from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';

/** The δ at which losses in zCDP are stated. */
const DELTA = 1e-6;
const ATTO_PER_NANO = 10n ** 9n;

/**
 * Every meter of the site with its cap, what is spent (reserved and committed) and what is left, in ε: these are enforced. Beside
 * them what is spent in zCDP, rounded up, which is not.
 */
export async function showBudget({ ctx }: { readonly ctx: NodeContext }) {
  const concentrated = ctx.budget.concentrated();
  return {
    site: ctx.config.site,
    meters: ctx.budget.meters().map(({ id, capNano, reservedNano, committedNano, leftNano }) => ({
      meter: id,
      cap: formatEpsilon(capNano),
      spent: formatEpsilon(reservedNano + committedNano),
      reserved: formatEpsilon(reservedNano),
      left: formatEpsilon(leftNano),
      zcdp: zcdpOf(concentrated.get(id) ?? 0n),
    })),
  };
}

function zcdpOf(attoRho: bigint) {
  return {
    enforced: false,
    rho: formatEpsilon(ceilDivide(attoRho, ATTO_PER_NANO)),
    delta: DELTA,
    epsilon: Math.ceil(epsilonOf({ attoRho }, DELTA) * 1_000) / 1_000,
  };
}
