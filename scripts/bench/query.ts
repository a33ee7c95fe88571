import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestPolicy } from './newest-policy.ts';
import { type Compared, questions } from './query-questions.ts';
import { type On, runnerOf } from './query-runner.ts';
import { onSnapshot } from './query-snapshot.ts';
import { median, numberOption, printBench, type Result } from './report.ts';

// Questions as the product runs them against what one would write for the engine, on one snapshot, by one handle, in one run,
// interleaved; medians of --rounds. Bounding and reading of the result count, noise and the journal don't.
// npm run bench:query -- [--rows 10000000] [--rounds 5] [--json] [--keep FOLDER]; FOLDER keeps the snapshot for the next run.

const rounds = numberOption('rounds', 5);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

async function compare(question: Compared, on: On): Promise<Result[]> {
  const { run, timeClassMs } = runnerOf(question.query, on);
  const raw = () => on.scan.run({ sql: question.raw.replaceAll(/\s+/g, ' '), parameters: [] });
  await run();
  await raw();
  const times = { ours: [] as number[], raw: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await timed(run));
    times.raw.push(await timed(raw));
  }
  const ours = median(times.ours);
  const theirs = median(times.raw);
  const result = (key: string, value: number, unit: string): Result => ({
    key: `${question.name}: ${key}`,
    value,
    unit,
    goal: null,
    holds: null,
  });
  return [
    result('ours', ours, 'ms'),
    result('raw', theirs, 'ms'),
    verdict(question, { ours, raw: theirs }),
    {
      ...result('slowest, of its time class', Math.max(...times.ours) / timeClassMs, '×'),
      goal: '≤ 0.25',
      holds: Math.max(...times.ours) <= timeClassMs / 4,
    },
  ];
}

function verdict({ name, goal }: Compared, { ours, raw }: { ours: number; raw: number }): Result {
  if (goal !== undefined && 'moreMs' in goal) {
    const more = ours - raw;
    return {
      key: `${name}: over raw`,
      value: more,
      unit: 'ms',
      goal: `≤ ${goal.moreMs} ms`,
      holds: more <= goal.moreMs,
    };
  }
  const times = ours / raw;
  const aim =
    goal === undefined ? { goal: null, holds: null } : { goal: `≤ ${goal.times}`, holds: times <= goal.times };
  return { key: `${name}: over raw`, value: times, unit: '×', ...aim };
}

const keepAt = process.argv.indexOf('--keep');
const folder = keepAt < 0 ? mkdtempSync(join(tmpdir(), 'sfumato-bench-query-')) : (process.argv[keepAt + 1] ?? '');
try {
  const { policy } = newestPolicy();
  const on = await onSnapshot(numberOption('rows', 10_000_000), folder, policy);
  const results: Result[] = [];
  for (const question of questions(policy)) {
    results.push(...(await compare(question, on)));
  }
  on.scan.close();
  printBench({ name: 'query', results });
} finally {
  if (keepAt < 0) {
    rmSync(folder, { recursive: true, force: true });
  }
}
