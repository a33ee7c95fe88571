import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux tells of each process what it holds and has held; elsewhere nothing is known of memory. */
export const TELLS_MEMORY = existsSync('/proc/self/status');

/** The parsing processes below a process: the most resident memory that each has held so far, in bytes, by its id. */
export function parsersBelow(parent = process.pid): ReadonlyMap<number, number> {
  const pids = TELLS_MEMORY ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const parsers = pids.flatMap((pid) => {
    const [status, command] = [textOf(`/proc/${pid}/status`), textOf(`/proc/${pid}/cmdline`)];
    const isParser = status.includes(`\nPPid:\t${parent}\n`) && command.includes('dicom/child/main.js');
    return isParser ? [[Number(pid), kibibytes(status) * 1024] as const] : [];
  });
  return new Map(parsers);
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
