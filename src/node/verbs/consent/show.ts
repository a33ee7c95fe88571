import type { NodeContext } from '../../context.ts';
import { effectiveFrom } from '../archive/next-slot.ts';
import { siteConsent } from './open.ts';

/** How many batches there are: how many people they are of stays in the sealed file. */
export interface ConsentStanding {
  readonly batches: number;
  /** Those that a publish has taken in. */
  readonly inEffect: number;
  readonly waiting: number;
  /** A day, YYYY-MM-DD: the first on which a publish can take in what waits. */
  readonly effectiveFrom: string;
}

/** Says how many batches of opt-outs and purposes are in effect, and how many wait for the next publish. */
export async function showConsent({ ctx }: { readonly ctx: NodeContext }): Promise<ConsentStanding> {
  const { batches, recorded } = siteConsent(ctx);
  const waiting = batches.length - recorded;
  return { batches: batches.length, inEffect: recorded, waiting, effectiveFrom: effectiveFrom(ctx) };
}
