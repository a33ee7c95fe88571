import { federatedMean } from './federation-mean.ts';
import { relayed } from './federation-relay.ts';
import { maskedSum } from './masked-sum.ts';
import { numberOption, printBench, type Result } from './report.ts';

// What a federation costs. npm run bench:federation -- [--rounds 5] [--sites 20] [--bins 1000] [--json]

const rounds = numberOption('rounds', 5);
const ANSWER_MS = 50;
const work = { unit: 'ms of processor', goal: null, holds: null } as const;

/** From 3 to 500 simulated sites on the relay that take 50 ms each: sites are one process, coordinator and relay another. */
async function relay(): Promise<Result[]> {
  const results: Result[] = [];
  for (const sites of [3, 20, 100, 500]) {
    const { overMs, answered, coordinatorMs, siteMs } = await relayed({ sites, answerMs: ANSWER_MS, rounds });
    if (answered !== sites) {
      throw new Error(`${answered} of ${sites} sites answered`);
    }
    const goal = sites === 100 ? { goal: '≤ 30 ms', holds: overMs <= 30 } : { goal: null, holds: null };
    results.push({ key: `relay, ${sites} sites: wall less the slowest site`, value: overMs, unit: 'ms', ...goal });
    results.push({ key: `  of it, work of coordinator and relay for each site`, value: coordinatorMs, ...work });
    results.push({ key: `  of it, work of each site, all on one processor here`, value: siteMs, ...work });
  }
  return results;
}

printBench({ name: 'federation', results: [...(await relay()), ...(await federatedMean(rounds)), ...maskedSum()] });
