import { systemEntropy } from '../../src/base/index.ts';
import { nodeDisk } from '../../src/journal/index.ts';
import { openSite } from '../../test/support/budget-site.ts';

// One start over a journal in a process of its own, as every start is. Argument: the journal's folder. Prints the milliseconds it took, those
// of processor time, and how many records there are.

const [folder = ''] = process.argv.slice(2);
const [before, cpu] = [performance.now(), process.cpuUsage()];
const site = await openSite(nodeDisk(folder), { entropy: systemEntropy() });
const ms = performance.now() - before;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1_000, records: site.journal.records }));
await site.journal.close();
