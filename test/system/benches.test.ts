import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { Bench } from '../../scripts/bench/report.ts';

/** What a benchmark finds at its smallest. */
async function resultsOf(name: string, small: readonly string[]): Promise<Bench['results']> {
  const words = ['--import', 'tsx', `scripts/bench/${name}.ts`, ...small, '--json'];
  const bench = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(bench, 'close');
  const [out, errors] = await Promise.all([text(bench.stdout), text(bench.stderr)]);
  await closed;
  expect(errors).not.toContain('Error');
  return JSON.parse(out).results;
}

// That each benchmark still runs, at its smallest: what it measures then means nothing, and is not held to any goal.
it.each([
  ['answers', '--questions', '5', '--seconds', '1'],
  ['audit', '--records', '2000'],
  ['federation', '--rounds', '1', '--sites', '3', '--bins', '10'],
  ['ingest', '--alone', '--rounds', '1', '--series', '2', '--instances', '2'],
  ['journal', '--records', '2000'],
  ['noise', '--rounds', '1', '--draws', '1000'],
  ['peers', '--alone', '--rows', '20000', '--rounds', '1', '--draws', '1000'],
  ['publish', '--rows', '10000'],
  ['query', '--rows', '20000', '--rounds', '1'],
])('bench:%s measures what it names', { timeout: 240_000 }, async (name, ...small) => {
  const results = await resultsOf(name, small);
  expect(results.length).toBeGreaterThan(1);
  for (const { key, value } of results) {
    expect([key, Number.isFinite(value)]).toEqual([key, true]);
  }
});

// A hundred commands are run on it, however few the files are; what it looks for may be nowhere in a small archive either.
it('bench:deid finds no planted identifier, and each that was put out for it to find', {
  timeout: 600_000,
}, async () => {
  const results = await resultsOf('deid', ['--shared', 'nowhere', '--files', '8', '--candidates', '1000']);
  expect(results.filter(({ holds }) => holds !== true && holds !== null)).toEqual([]);
  expect(results.filter(({ key, holds }) => key.startsWith('hits.') && holds)).not.toEqual([]);
  expect(results.filter(({ key, holds }) => key.startsWith('control.') && holds)).not.toEqual([]);
});
