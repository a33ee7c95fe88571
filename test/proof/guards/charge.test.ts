import { expect, it } from 'vitest';
import { grant, mechanismOf, openSite, request, reserveFor, spent } from '../../support/budget-site.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

it('a charge is there only once a power cut can’t undo it', async () => {
  const disk = new MemoryDisk();
  const site = await openSite(disk);
  await grant(site, 1_000_000_000n);
  const asking = { ref: request(1) };
  expect((await reserveFor(site, asking, mechanismOf(asking))).state).toBe('charged');
  const after = await openSite(new MemoryDisk(disk.afterCrash(() => 0)));
  expect(spent(after)).toBe(100_000_000n);
});
