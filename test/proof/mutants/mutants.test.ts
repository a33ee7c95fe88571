import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expectDocumented, expectListed } from '../support/figures.ts';
import { MUTANTS, type Mutant } from './mutants.table.ts';

// Faults are planted one at a time, each in a run of its own of the one file of tests that has to catch it. The same file must
// pass on the product as it is, or catching proves nothing.

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sfumato-mutants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const Outcome = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

type Outcome = z.infer<typeof Outcome>;

const RUN_MS_MAX = 240_000;

/** Runs tests on the product with a fault, or without. */
async function run(files: readonly string[], mutant?: Mutant): Promise<Outcome> {
  const output = join(folder, `${mutant === undefined ? 'none' : MUTANTS.indexOf(mutant)}.json`);
  const words = ['run', '--config', 'vitest.mutant.config.ts', '--reporter=json', `--outputFile=${output}`, ...files];
  if (mutant?.named !== undefined) {
    words.push('-t', mutant.named);
  }
  const { VITEST: _, VITEST_POOL_ID: _pool, VITEST_WORKER_ID: _worker, ...environment } = process.env;
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...words], {
    cwd: ROOT,
    stdio: 'ignore',
    detached: true,
    env: { ...environment, ...(mutant && { SFUMATO_MUTANT: mutant.name }) },
  });
  // A fault may make a test run for ever, in a process below the child.
  const killed = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), RUN_MS_MAX);
  await once(child, 'exit');
  clearTimeout(killed);
  return Outcome.parse(JSON.parse(readFileSync(output, 'utf8')));
}

/** The tests that failed and have to catch a mutant; a file that couldn't even be loaded catches nothing. */
function caughtBy({ testResults }: Outcome, { test, named = '' }: Mutant): readonly string[] {
  return testResults
    .filter(({ name }) => name.endsWith(test))
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap(({ fullName, status }) => (status === 'failed' && fullName.includes(named) ? [fullName] : []));
}

/** All runs, two at a time. */
const outcomes = new Map<Mutant, Promise<Outcome>>();
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
beforeAll(() => {
  MUTANTS.forEach((mutant, at) => {
    const outcome = lanes[at % lanes.length]!.then(() => run([mutant.test], mutant));
    // A run that can't be read fails the test of its own fault, and holds up no other.
    lanes[at % lanes.length] = outcome.catch(() => undefined);
    outcomes.set(mutant, outcome);
  });
});

describe('a planted fault', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('is caught: %s', async (_, mutant) => {
    expect(readFileSync(join(ROOT, mutant.file), 'utf8').split(mutant.search)).toHaveLength(2);
    expect(caughtBy(await outcomes.get(mutant)!, mutant)).not.toEqual([]);
    expectDocumented('mutants', [mutant.name, `\`${mutant.file}\``, `\`${mutant.test}\``, 'caught']);
  });

  it('is caught by tests that the product passes', async () => {
    const outcome = await run([...new Set(MUTANTS.map(({ test }) => test))]);
    expect(MUTANTS.flatMap((mutant) => caughtBy(outcome, mutant))).toEqual([]);
    expect(outcome.numPassedTests).toBeGreaterThan(0);
  });

  it('stands in the document, and nothing else does', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expectListed(
      'mutants',
      MUTANTS.map(({ name }) => name),
    );
  });
});
