import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestPolicy } from './newest-policy.ts';
import { leftBehind } from './peers/deid.ts';
import { openDp, smartNoise } from './peers/open.ts';
import { ours } from './peers/ours.ts';
import { taskOf } from './peers/table.ts';
import { KINDS, type Kind, type Peer } from './peers/task.ts';
import { onSnapshot } from './query-snapshot.ts';
import { median, numberOption, printBench, type Result } from './report.ts';

// The same two counts of patients by this product, OpenDP and SmartNoise SQL: of one table, at one ε, with one bound on how many cells a
// patient counts in, by turns in one run. How long each takes, how far its counts are from the true ones, and what it keeps to itself. What
// isn't there (Python, PyPI, PostgreSQL) is left out. Then what of identifiers packages that de-identify DICOM files leave in them.
// npm run bench:peers -- [--rows 1000000] [--rounds 10] [--draws 100000] [--alone] [--json]

const rounds = numberOption('rounds', 10);
const draws = numberOption('draws', 100_000);
const isAlone = process.argv.includes('--alone');
const LAWS = ['laplace', 'gaussian'] as const;
const NAMES = { one: 'patients, one predicate', groups: 'patients by 7 modalities' };

/** All that was measured of one peer. */
interface Measured {
  readonly peer: Peer;
  readonly ms: Readonly<Record<Kind, number[]>>;
  readonly errors: Readonly<Record<Kind, number[]>>;
  readonly withheld: Readonly<Record<Kind, number[]>>;
  readonly rates: Readonly<Record<(typeof LAWS)[number], number[]>>;
}

function nothingYet(peer: Peer): Measured {
  const none = (): Record<Kind, number[]> => ({ one: [], groups: [] });
  return { peer, ms: none(), errors: none(), withheld: none(), rates: { laplace: [], gaussian: [] } };
}

async function measure({ peer, ...into }: Measured, truth: Readonly<Record<Kind, readonly number[]>>): Promise<void> {
  for (const kind of KINDS) {
    const { ms, counts } = await peer.ask(kind);
    into.ms[kind].push(ms);
    const told = counts.flatMap((count, at) => (count === null ? [] : [count - (truth[kind][at] ?? Number.NaN)]));
    into.errors[kind].push(...told);
    into.withheld[kind].push(counts.length - told.length);
  }
  for (const law of LAWS) {
    into.rates[law].push(...(peer.draws === undefined ? [] : [await peer.draws(law, draws)]));
  }
}

const rootMeanSquare = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);

/** Of one peer its figures, and how many times as long as `mine` it takes. */
function figures({ peer: { name }, ms, errors, withheld, rates }: Measured, mine: Measured): Result[] {
  const plain = (key: string, value: number, unit: string): Result => ({
    key: `${name}, ${key}`,
    value,
    unit,
    goal: null,
    holds: null,
  });
  const asked = KINDS.flatMap((kind) => [
    plain(`${NAMES[kind]}: median`, median(ms[kind]), 'ms'),
    ...(ms === mine.ms ? [] : [plain(`${NAMES[kind]}: over ours`, median(ms[kind]) / median(mine.ms[kind]), '×')]),
    plain(`${NAMES[kind]}: root mean square error`, rootMeanSquare(errors[kind]), 'patients'),
    plain(`${NAMES[kind]}: cells kept back, mean`, withheld[kind].reduce((sum, one) => sum + one, 0) / rounds, ''),
  ]);
  const drawn = LAWS.filter((law) => rates[law].length > 0);
  return [
    ...asked,
    ...drawn.map((law) => plain(`exact discrete ${law}, many at a time`, median(rates[law]), 'draws/s')),
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'sfumato-bench-peers-'));
const open: { close(): void }[] = [];
try {
  const on = await onSnapshot(numberOption('rows', 1_000_000), folder, newestPolicy().policy);
  const { task, truth } = await taskOf(on, join(folder, 'series.csv'));
  const peers = [ours(on, task)];
  open.push(...peers);
  if (!isAlone) {
    for (const opening of [openDp, smartNoise]) {
      const peer = await opening(folder, task);
      peers.push(...(peer === undefined ? [] : [peer]));
      open.push(...(peer === undefined ? [] : [peer]));
    }
  }
  const measured = peers.map(nothingYet);
  for (const peer of peers) {
    // The first of each warms up.
    await measure(nothingYet(peer), truth);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const one of measured) {
      await measure(one, truth);
    }
  }
  const [mine] = measured;
  const counted = mine === undefined ? [] : measured.flatMap((one) => figures(one, mine));
  const results = [...counted, ...(isAlone ? [] : await leftBehind(folder))];
  printBench({ name: `peers, ε ${task.epsilon}, ${task.rows} series`, results });
} finally {
  for (const one of open) {
    one.close();
  }
  rmSync(folder, { recursive: true, force: true });
}
