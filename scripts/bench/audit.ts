import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/index.ts';
import type { Verification } from '../../src/cli/audit/verify-folder.ts';
import { answeredJournal } from '../../test/support/answered-journal.ts';
import { siteFolder } from '../../test/support/site-folder.ts';
import { numberOption, printBench, type Result } from './report.ts';

// `npm run bench:audit -- --records N`: how long `audit verify` takes for a journal of N records, a million by default. Of 20
// records, 9 are reservations, 9 are their sealed answers, 1 is a replay and 1 a refusal.

const RECORDS = numberOption('records', 1_000_000);
const GOAL_S = (60 * RECORDS) / 1_000_000;

const { folder, config } = siteFolder({ site: 'north', publicKey: 'k'.repeat(43) });
const site = await answeredJournal(folder);
let last = '';
for (let number = 0; site.journal.records < RECORDS; number += 1) {
  if (number % 10 === 9) {
    site.replay(number, last);
    site.refuse(number);
  } else {
    const { reservation, durable } = site.answer(number);
    last = reservation;
    await (number % 2_000 === 0 ? durable : undefined);
  }
}
await site.journal.close();

/** Tells at its end what the process took, all of its threads together. */
const TELLING = 'process.on("exit",()=>process.stderr.write("\\n"+JSON.stringify(process.resourceUsage())))';
const program = fileURLToPath(new URL('../../dist/sfumato.js', import.meta.url));
const words = ['audit', 'verify', '--config', config, '--json'];
const started = systemClock.monotonicMs();
const { stdout, stderr } = spawnSync(
  process.execPath,
  ['--import', `data:text/javascript,${encodeURIComponent(TELLING)}`, program, ...words],
  { encoding: 'utf8' },
);
const seconds = (systemClock.monotonicMs() - started) / 1_000;
rmSync(folder, { recursive: true, force: true });
const found: Verification = JSON.parse(stdout);
const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(stderr.slice(stderr.lastIndexOf('\n')));
const [cpuSeconds, peakMib] = [(userCPUTime + systemCPUTime) / 1_000_000, maxRSS / 1_024];
const figure = (key: string, value: number, unit: string): Result => ({ key, value, unit, goal: null, holds: null });
const holds = found.verified && seconds < GOAL_S;
printBench({
  name: `audit verify of ${found.records} records, ${found.answers?.opened} answers opened, verified: ${found.verified}`,
  results: [
    { ...figure('audit verify, its start included', seconds, 's'), goal: `≤ ${GOAL_S}`, holds },
    figure('processor time of its threads', cpuSeconds, 's'),
    figure('most memory', peakMib, 'MiB'),
  ],
});
