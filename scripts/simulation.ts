import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { buildSimulation } from '../test/simulation/build.ts';
import { FAULTS, type Fault } from '../test/simulation/faults.table.ts';
import { type Simulated, simulate } from '../test/simulation/simulate.ts';

// Crashes a simulated site over and over: the real journal and budget on a disk, clock and network that are simulated.
//   npm run test:simulation                                  what CI runs: this, real kills, damage, races, small disks
//   npm run test:simulation -- --crashes 1000000 --seed 7    so many crashes; the same seed crashes the same way
//   npm run test:simulation -- --seed 7 --world 12           one world again, with what happened in it
//   npm run test:simulation -- --faults                      plants each mistake of the list, and says how soon it is found
//   npm run test:simulation -- --fault 'skip the sync of a record'

const OURS = ['--crashes', '--seed', '--world', '--faults', '--fault'];
const given = process.argv.slice(2);
const SUITE = ['vitest', 'run', '--config', 'vitest.suites.config.ts', '--mode', 'simulation'];
const workers = Math.min(4, availableParallelism());

if (given.some((word) => OURS.includes(word.split('=')[0] ?? ''))) {
  const { values } = parseArgs({
    args: given,
    options: {
      crashes: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      world: { type: 'string' },
      faults: { type: 'boolean', default: false },
      fault: { type: 'string' },
    },
  });
  const wanted = FAULTS.filter(({ name }) => values.faults || name === values.fault);
  const seed = whole('seed', values.seed);
  if (values.fault !== undefined && wanted.length === 0) {
    throw new Error(`There is no fault “${values.fault}”; --faults lists them.`);
  }
  if (wanted.length > 0) {
    await plantAll(wanted, seed);
  } else {
    const world = values.world === undefined ? undefined : whole('world', values.world);
    await crash(whole('crashes', values.crashes), seed, world);
  }
} else {
  const { status } = spawnSync('npx', [...SUITE, ...given], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

async function crash(crashes: number, seed: number, world: number | undefined): Promise<void> {
  const build = buildSimulation();
  try {
    const result = await simulate({ build, seed, crashes, workers, ...(world === undefined ? {} : { world }) });
    const { answers, ...counts } = result.counts;
    console.log(JSON.stringify({ ...counts, ...answers }, null, 2));
    const rate = Math.round(result.counts.crashes / result.seconds);
    console.log(`seed ${seed}: ${result.counts.crashes} crashes in ${result.seconds.toFixed(1)} s (${rate} a second)`);
    console.log(verdict(result, seed));
    process.exitCode = result.found === undefined ? 0 : 1;
  } finally {
    build.remove();
  }
}

function verdict({ found }: Simulated, seed: number): string {
  return found === undefined
    ? '0 overspent, 0 budget lost, 0 changed answers, 0 released but unrecorded'
    : `VIOLATED in world ${found.world} of seed ${seed}: ${found.what}\n  ${found.trace.join('\n  ')}`;
}

async function plantAll(faults: readonly Fault[], seed: number): Promise<void> {
  for (const fault of faults) {
    const build = buildSimulation(fault);
    try {
      const { found, seconds, counts } = await simulate({ build, seed, crashes: 200_000, workers });
      const how = found === undefined ? `NOT FOUND in ${counts.crashes} crashes` : found.what;
      console.log(`${fault.name.padEnd(54)} ${seconds.toFixed(1).padStart(5)} s  ${how}`);
      process.exitCode = found === undefined ? 1 : process.exitCode;
    } finally {
      build.remove();
    }
  }
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`--${name} takes a whole number`);
  }
  return value;
}
