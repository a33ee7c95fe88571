import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

// That each benchmark still runs, at its smallest: what it measures then means nothing, and is not held to any goal. Those of ingest
// and de-identification stay out, as the one installs what it compares with and the other takes as long whatever is asked of it.
it.each([
  ['answers', '--questions', '5', '--seconds', '1'],
  ['audit', '--records', '2000'],
  ['federation', '--rounds', '1', '--sites', '3', '--bins', '10'],
  ['journal', '--records', '2000'],
  ['noise', '--rounds', '1', '--draws', '1000'],
  ['publish', '--rows', '10000'],
  ['query', '--rows', '20000', '--rounds', '1'],
])('bench:%s measures what it names', { timeout: 240_000 }, async (name, ...small) => {
  const words = ['--import', 'tsx', `scripts/bench/${name}.ts`, ...small, '--json'];
  const bench = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(bench, 'close');
  const [out, errors] = await Promise.all([text(bench.stdout), text(bench.stderr)]);
  await closed;
  expect(errors).not.toContain('Error');
  const { results } = JSON.parse(out);
  expect(results.length).toBeGreaterThan(1);
  for (const { key, value } of results) {
    expect([key, Number.isFinite(value)]).toEqual([key, true]);
  }
});
