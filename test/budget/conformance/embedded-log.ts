import { type BudgetSite, grant, METERS, openSite } from '../../support/budget-site.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import type { Store } from './clauses.ts';

/** The store in use: the budget over the embedded log, on a disk that loses at a crash all that was not synced. */
export function embeddedLog(): Store {
  let disk = new MemoryDisk();
  let site: BudgetSite | undefined;
  return {
    async open() {
      site = await openSite(disk);
      return site;
    },
    async grant(nanoEpsilon, meters = METERS) {
      await (site && grant(site, nanoEpsilon, meters));
    },
    crash() {
      disk = new MemoryDisk(disk.afterCrash(() => 0));
    },
  };
}
