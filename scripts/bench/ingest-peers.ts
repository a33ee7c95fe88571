import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonWith } from './python.ts';

/** Runs a command on one core where the machine can pin it, its output thrown away, and gives the milliseconds it took. */
export function timed(words: readonly string[]): number {
  const nothing = openSync('/dev/null', 'w');
  try {
    const startMs = performance.now();
    const [command = '', ...rest] = pinned(words);
    const { status } = spawnSync(command, rest, { stdio: ['ignore', nothing, nothing] });
    if (status !== 0) {
      throw new Error(`${words[0]} ended with code ${status}`);
    }
    return performance.now() - startMs;
  } finally {
    closeSync(nothing);
  }
}

/** A command's words, pinned to core 0 where `taskset` is there. */
export function pinned(words: readonly string[]): readonly string[] {
  return there('taskset') ? ['taskset', '-c', '0', ...words] : words;
}

/** Whether a command can be run. */
export function there(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** Reads every header below a folder with pydicom and prints the milliseconds, without its own start. */
const PYTHON = `
import sys, time
from pathlib import Path
from pydicom import dcmread
files = sorted(path for path in Path(sys.argv[1]).rglob('*') if path.is_file())
start = time.perf_counter()
for file in files:
    dcmread(file, stop_before_pixels=True)
print((time.perf_counter() - start) * 1000)
`;

/** pydicom in a throw-away environment below `folder`; `undefined` where there is no Python or no package to install. */
export function pydicomIn(folder: string): ((archive: string) => number) | undefined {
  const python = pythonWith(join(folder, 'venv'), ['pydicom']);
  if (python === undefined) {
    return undefined;
  }
  const script = join(folder, 'headers.py');
  writeFileSync(script, PYTHON);
  return (archive) => {
    const [command = '', ...rest] = pinned([python, script, archive]);
    return Number(execFileSync(command, rest, { encoding: 'utf8' }));
  };
}
