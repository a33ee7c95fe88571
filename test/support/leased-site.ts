import type { WitnessLink } from '../../src/link/index.ts';
import { answerTo, grant, METERS, request } from './budget-site.ts';
import type { MemoryDisk } from './memory-disk.ts';
import { type Leasing, openWitnessed, until, type WitnessedSite } from './witnessed-site.ts';

// Amounts: a cap of 1 ε, leases of 0.3 ε beyond what is spent, questions of 0.1 ε.
export const [CAP, COST, ALLOWANCE] = [1_000_000_000n, 100_000_000n, 300_000_000n] as const;
export const SPENDING = { meters: METERS, loss: [COST] };

/** A site that its witnesses have co-signed, or halted. */
export async function servingSite(
  on: MemoryDisk,
  links: readonly WitnessLink[],
  leasing: Leasing = {},
): Promise<WitnessedSite> {
  const site = await openWitnessed(on, links, leasing);
  if (site.budget.meters().length === 0) {
    await grant(site, CAP);
  }
  site.guard.start();
  await until(() => site.guard.state().state !== 'waiting');
  return site;
}

let asked = 0;

/** Asks a new question as a node does: under the lease, which is extended when it must be. */
export async function ask(site: WitnessedSite): Promise<unknown> {
  site.guard.assertServing();
  asked += 1;
  if (!(await site.guard.extend(SPENDING, AbortSignal.timeout(200)))) {
    return 'unavailable';
  }
  const check = () => (site.guard.covers(SPENDING) ? undefined : ('unavailable' as const));
  return await answerTo(site, { ref: request(asked), check });
}
