import { Tally } from './tally.ts';
import { Violation } from './view.ts';
import { World } from './world.ts';

// A process of its own that simulates worlds `first`, `first + step`, … until it has had its crashes; prints what it counted.

const CRASHES_PER_WORLD = 8;

interface Task {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly crashes: number;
}

const task: Task = JSON.parse(process.argv[2] ?? '{}');
const { seed, first, step, crashes } = task;
const tally = new Tally(false);
let found: { world: number; what: string; trace: readonly string[] } | undefined;
for (let world = first; tally.counts.crashes < crashes && found === undefined; world += step) {
  tally.counts.worlds += 1;
  const what = await violationOf(new World(seed, world, tally));
  if (what !== undefined) {
    // The same world once more, now with a list of what happens.
    const again = new World(seed, world, new Tally(true));
    await violationOf(again);
    found = { world, what, trace: again.trace.slice(-40) };
  }
}
process.stdout.write(JSON.stringify({ counts: tally.counts, found }));

async function violationOf(world: World): Promise<string | undefined> {
  try {
    await world.run(CRASHES_PER_WORLD);
    return undefined;
  } catch (error) {
    return error instanceof Violation ? error.message : `an error that must not be: ${String(error)}`;
  }
}
