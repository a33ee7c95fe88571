import { expect, it } from 'vitest';
import { grant, mechanismOf, openSite, request, reserveFor, spent } from '../../support/budget-site.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

it('a charge is there only once a power cut can’t undo it', async () => {
  const disk = new MemoryDisk();
  let left: ReturnType<MemoryDisk['files']> = {};
  const site = await openSite(disk, {
    fault(point) {
      left = point === 'reserved' ? disk.afterCrash(() => 0) : left;
    },
  });
  await grant(site, 1_000_000_000n);
  const asking = { ref: request(1) };
  expect((await reserveFor(site, asking, mechanismOf(asking))).state).toBe('charged');
  expect(spent(await openSite(new MemoryDisk(left)))).toBe(100_000_000n);
});
