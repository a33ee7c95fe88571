import { expect, it } from 'vitest';
import { SfumatoError } from '../../src/base/index.ts';
import type { WitnessLink } from '../../src/link/index.ts';
import { METERS, spent } from '../support/budget-site.ts';
import { ALLOWANCE, ask, COST, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { publicKeys, recovery } from '../support/signed-recovery.ts';
import { startWitness } from '../support/witnessed-site.ts';

it('a lease that the witness co-signed and the site never heard of covers all that is spent, also where it is the smaller one', async () => {
  const disk = new MemoryDisk();
  const witness = await startWitness('coordinator', publicKeys.slice(0, 2));
  let isLost = false;
  const link: WitnessLink = {
    ...witness.link(),
    async add(...words) {
      const reply = await witness.link().add(...words);
      return isLost ? await Promise.reject(new SfumatoError('unreachable-peer', 'The reply is lost.')) : reply;
    },
  };
  const site = await servingSite(disk, [link]);
  await ask(site);
  const backup = new MemoryDisk(disk.files());
  // A dear question has the lease extended, and is not charged in the end.
  const dear = { meters: METERS, loss: [8n * COST] };
  expect(await site.guard.extend(dear, AbortSignal.timeout(2_000))).toBe(true);
  isLost = true;
  await expect(site.guard.renew()).rejects.toThrow('The reply is lost.');
  witness.reachable = false;
  while ((await ask(site)) !== 'unavailable') {
    // As much as the lease lets it.
  }
  const answered = spent(site);
  expect(answered).toBe(COST + ALLOWANCE);
  await site.guard.close();
  [isLost, witness.reachable] = [false, true];
  const restored = await servingSite(backup, [link]);
  const body = restored.guard.state().recovery!;
  await restored.guard.recover(recovery(body), body);
  expect(spent(restored)).toBeGreaterThanOrEqual(answered);
  await restored.guard.close();
});
