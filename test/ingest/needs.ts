import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { SHARED } from '../dicom/expected/corpora.ts';
import { TELLS_MEMORY } from './parsing-processes.ts';

type Skip = TestContext['skip'];

const hasDcmdump = spawnSync('dcmdump', ['--version']).status === 0;

/** Skips a test, and has it counted as skipped, where the real files of the folder `shared` aren't there. */
export function needsShared(skip: Skip): void {
  skip(SHARED.names.length === 0, 'the folder shared/data/dicom is not there');
}

/** Skips a test, and has it counted as skipped, where dcmtk isn't installed. */
export function needsDcmdump(skip: Skip): void {
  skip(!hasDcmdump, 'dcmdump of the Debian package dcmtk is not there');
}

/** Skips a test, and has it counted as skipped, where this user may not mount a file system of a few megabytes. */
export function needsMount(skip: Skip, mounted: boolean): void {
  skip(!mounted, 'this user may not mount a small file system');
}

/** Skips a test, and has it counted as skipped, where the memory of another process can't be looked at. */
export function needsMemory(skip: Skip): void {
  skip(!TELLS_MEMORY, '/proc, which tells how much memory a process has held, is not there');
}
