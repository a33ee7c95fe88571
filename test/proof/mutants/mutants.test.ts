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
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

type Outcome = z.infer<typeof Outcome>;

/** Runs tests on the product with a fault, or without. */
async function run(files: readonly string[], mutant?: Mutant): Promise<Outcome> {
  const output = join(folder, `${mutant === undefined ? 'none' : MUTANTS.indexOf(mutant)}.json`);
  const words = ['run', '--config', 'vitest.mutant.config.ts', '--reporter=json', `--outputFile=${output}`, ...files];
  const { VITEST: _, VITEST_POOL_ID: _pool, VITEST_WORKER_ID: _worker, ...environment } = process.env;
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...words], {
    cwd: ROOT,
    stdio: 'ignore',
    env: { ...environment, ...(mutant && { SFUMATO_MUTANT: mutant.name }) },
  });
  await once(child, 'exit');
  return Outcome.parse(JSON.parse(readFileSync(output, 'utf8')));
}

/** Names of the tests that failed; a file that couldn't even be loaded catches nothing. */
function failed({ testResults }: Outcome): readonly string[] {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ fullName, status }) => (status === 'failed' ? [fullName] : [])),
  );
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
    const caughtBy = failed(await outcomes.get(mutant)!);
    expect(caughtBy.filter((test) => test.includes(mutant.named ?? ''))).not.toEqual([]);
    expectDocumented('mutants', [mutant.name, `\`${mutant.file}\``, `\`${mutant.test}\``, 'caught']);
  });

  it('is caught by tests that the product passes', async () => {
    const outcome = await run([...new Set(MUTANTS.map(({ test }) => test))]);
    expect(failed(outcome)).toEqual([]);
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
