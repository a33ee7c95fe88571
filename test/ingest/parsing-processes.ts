import { existsSync, readFileSync } from 'node:fs';

/** Linux tells of each process what it holds and has held; elsewhere nothing is known of memory. */
export const TELLS_MEMORY = existsSync(`/proc/self/task/${process.pid}/children`);

/** The parsing processes below a process: the most resident memory that each has held so far, in bytes, by its id. */
export function parsersBelow(parent = process.pid): ReadonlyMap<number, number> {
  const children = textOf(`/proc/${parent}/task/${parent}/children`).split(' ');
  const parsers = children.filter((pid) => textOf(`/proc/${pid}/cmdline`).includes('dicom/child/reader/main.js'));
  return new Map(parsers.map((pid) => [Number(pid), kibibytes(textOf(`/proc/${pid}/status`)) * 1024]));
}

/** Whether a process is there and runs. */
export function isRunning(pid: number): boolean {
  return /^State:\s+[^ZX]/m.test(textOf(`/proc/${pid}/status`));
}

/** The high-water mark of resident memory, from proc(5). */
function kibibytes(status: string): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}
