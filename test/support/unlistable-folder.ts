import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'n'.repeat(200);
const DEEP = Array.from({ length: 12 }, () => NAME);

/**
 * Puts a folder into `archive` that nobody can list, root included: its path is longer than a path may be. Gives what takes it away
 * again. `aside` is a folder on the same disk.
 */
export function unlistableFolder(archive: string, aside: string): () => void {
  const [upper, lower] = [join(archive, 'upper'), join(aside, 'lower')];
  const end = join(upper, ...DEEP, 'lower');
  mkdirSync(join(upper, ...DEEP), { recursive: true });
  mkdirSync(join(lower, ...DEEP), { recursive: true });
  renameSync(lower, end);
  return () => {
    renameSync(end, lower);
    for (const path of [upper, lower]) {
      rmSync(path, { recursive: true });
    }
  };
}
