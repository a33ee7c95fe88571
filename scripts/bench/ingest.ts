import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeArchive } from './ingest-archive.ts';
import { pinned, pydicomIn, there, timed } from './ingest-peers.ts';
import { newestPolicy } from './newest-policy.ts';
import { median, numberOption, printBench, type Result } from './report.ts';

// The whole ingest against readers of headers: same files, one core, one run, interleaved, medians of `--rounds` rounds.
// npm run bench:ingest -- [--rounds 5] [--series 200] [--instances 20] [--alone] [--json]

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { file: policy } = newestPolicy();
const rounds = numberOption('rounds', 5);
const series = numberOption('series', 200);
const instances = numberOption('instances', 20);
/** Without the other readers, of which one is installed for it. */
const alone = process.argv.includes('--alone');

/** Milliseconds of a whole ingest in a fresh process; its own start apart. */
function ours(archive: string, { children, pin }: { children: number; pin: boolean }): number {
  const words = [process.execPath, '--import', 'tsx', join(ROOT, 'scripts/bench/ingest-once.ts'), policy, archive];
  const [command = '', ...rest] = pin ? pinned([...words, String(children)]) : [...words, String(children)];
  return JSON.parse(execFileSync(command, rest, { cwd: ROOT, encoding: 'utf8' })).ms;
}

interface Shape {
  readonly name: string;
  readonly series: number;
  readonly instances: number;
  readonly hasGoal: boolean;
}

function measure(scratch: string, { name, series, instances, hasGoal }: Shape): Result[] {
  const folder = join(scratch, name);
  const { files, lastTag } = writeArchive({ folder, series, instances });
  const pydicom = alone ? undefined : pydicomIn(scratch);
  const times = { ours: [] as number[], twoCores: [] as number[], dcmdump: [] as number[], pydicom: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(ours(folder, { children: 1, pin: true }));
    if (!alone && there('dcmdump')) {
      times.dcmdump.push(timed(['dcmdump', '--stop-after-elem', lastTag, ...files]));
    }
    if (pydicom !== undefined) {
      times.pydicom.push(pydicom(folder));
    }
    times.twoCores.push(ours(folder, { children: 2, pin: false }));
  }
  const rate = (ms: readonly number[]): number => (files.length * 1000) / median(ms);
  const figure = (key: string, ms: readonly number[]): Result[] =>
    ms.length === 0 ? [] : [{ key: `${name}: ${key}`, value: rate(ms), unit: 'files/s', goal: null, holds: null }];
  const ratio = (key: string, ms: readonly number[], goal: number): Result[] => {
    const value = rate(times.ours) / rate(ms);
    const aim = hasGoal ? { goal: `≥ ${goal}`, holds: value >= goal } : { goal: null, holds: null };
    return ms.length === 0 ? [] : [{ key: `${name}: whole ingest over ${key}`, value, unit: '×', ...aim }];
  };
  return [
    ...figure('whole ingest, one core', times.ours),
    ...figure('whole ingest, all cores', times.twoCores),
    ...figure('dcmdump --stop-after-elem, one core', times.dcmdump),
    ...figure('pydicom, header alone, one core', times.pydicom),
    ...ratio('dcmdump', times.dcmdump, 1),
    ...ratio('pydicom', times.pydicom, 3),
  ];
}

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-bench-'));
try {
  const results = [
    ...measure(scratch, { name: `${series} series of ${instances}`, series, instances, hasGoal: true }),
    ...measure(scratch, { name: `${series * 5} series of 1`, series: series * 5, instances: 1, hasGoal: false }),
  ];
  printBench({ name: 'ingest', results });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
