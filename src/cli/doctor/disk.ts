import { accessSync, constants, statfsSync } from 'node:fs';
import { systemCode } from '../../base/index.ts';
import type { Check } from './check.ts';
import { isStopped } from './volume.ts';

const MEBIBYTE = 1024 ** 2;
const FREE_BYTES_MIN = 1024 * MEBIBYTE;
/** With less, the next publish or a day's records may be what doesn't fit. */
const FULL_BYTES = 16 * MEBIBYTE;

const READ_ONLY =
  'The folder lies on a file system that is mounted read-only: it can be looked at, and nothing starts on it.';
const STOPPED =
  'The file system of the folder takes no more writes, because of an error (`dmesg` says which): nothing is recorded, and so nothing answered. Have the disk mended first.';

/** What the system says of a disk; tests bring their own. */
interface DiskSigns {
  readonly access?: typeof accessSync;
  readonly statfs?: (folder: string) => { readonly blocks: number; readonly bavail: number; readonly bsize: number };
  readonly mountinfo?: string;
}

/** Whether a folder has room, and can be written in. */
export function diskCheck(folder: string, signs: DiskSigns = {}): Check {
  const name = 'disk';
  const { blocks, bavail, bsize } = (signs.statfs ?? statfsSync)(folder);
  const free = bavail * bsize;
  const sentence = `${(free / FREE_BYTES_MIN).toFixed(1)} GiB are free.`;
  if (isReadOnly(folder, signs.access ?? accessSync)) {
    return { name, state: 'failed', sentence: READ_ONLY };
  }
  if (isStopped(folder, signs.mountinfo)) {
    return { name, state: 'failed', sentence: STOPPED };
  }
  if (blocks === 0) {
    return { name, state: 'warning', sentence: 'How much is free can’t be seen on this file system; look yourself.' };
  }
  if (free < FULL_BYTES) {
    const full = `The disk is as good as full: ${(free / MEBIBYTE).toFixed(1)} MiB are free. A full disk stops all answers; make room.`;
    return { name, state: 'failed', sentence: full };
  }
  return free >= FREE_BYTES_MIN
    ? { name, state: 'ok', sentence }
    : { name, state: 'warning', sentence: `${sentence} A full disk stops all answers.` };
}

function isReadOnly(folder: string, access: typeof accessSync): boolean {
  try {
    access(folder, constants.W_OK);
    return false;
  } catch (error) {
    return systemCode(error) === 'EROFS';
  }
}
