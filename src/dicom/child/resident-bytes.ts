import { readFileSync } from 'node:fs';

const RESIDENT = /^VmRSS:\s+(\d+) kB$/m;

/** Memory that process `pid` holds, in bytes, from Linux's proc(5); `undefined` elsewhere or once it is gone. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kibibytes = RESIDENT.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
