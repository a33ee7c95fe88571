import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Build } from './build.ts';
import { type Counts, sumOf } from './tally.ts';

/** What is to be simulated. */
export interface Simulation {
  readonly build: Build;
  readonly seed: number;
  readonly crashes: number;
  /** How many processes share the work. */
  readonly workers: number;
  /** The only world to look at; all from 0 on when absent. */
  readonly world?: number;
}

/** A world that broke a promise; the same seed and world break it again. */
export interface Found {
  readonly world: number;
  readonly what: string;
  readonly trace: readonly string[];
}

/** What happened, summed over all worlds. */
export interface Simulated {
  readonly counts: Counts;
  readonly found: Found | undefined;
  readonly seconds: number;
}

/** Simulates in processes of their own; the first violation ends all of them. */
export async function simulate({ build, seed, crashes, workers, world }: Simulation): Promise<Simulated> {
  const before = performance.now();
  const tasks =
    world === undefined
      ? Array.from({ length: workers }, (_, first) => ({ seed, first, step: workers, crashes: crashes / workers }))
      : [{ seed, first: world, step: 1, crashes: 1 }];
  const children: ChildProcess[] = [];
  const results = await Promise.all(
    tasks.map(async (task) => {
      const result = await run(build, task, children);
      if (result?.found !== undefined) {
        children.forEach((child) => void child.kill());
      }
      return result;
    }),
  );
  const ended = results.filter((result) => result !== undefined);
  const found = ended.map((result) => result.found).find((one) => one !== undefined);
  if (ended.length < results.length && found === undefined) {
    throw new Error('a process of the simulation ended without a result');
  }
  return { counts: sumOf(ended.map(({ counts }) => counts)), found, seconds: (performance.now() - before) / 1_000 };
}

async function run(
  build: Build,
  task: object,
  children: ChildProcess[],
): Promise<Omit<Simulated, 'seconds'> | undefined> {
  const program = join(build.folder, 'test/simulation/worker.js');
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(child, 'close');
  const text = Buffer.concat(parts).toString();
  return text === '' ? undefined : JSON.parse(text);
}
