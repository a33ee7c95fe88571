import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from './product.ts';

/** Some bytes, and where they are from. */
export interface Chunk {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** A place that is searched. */
export interface Place {
  readonly name: string;
  readonly chunks: readonly Chunk[];
}

/** Every regular file below a folder, and the names of all its entries. */
export function chunksBelow(folder: string, wanted: (path: string) => boolean = () => true): readonly Chunk[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => ({
    file: entry.isFile(),
    path: join(entry.parentPath, entry.name).slice(folder.length + 1),
  }));
  const files = entries.filter(({ file, path }) => file && wanted(path));
  return [
    { label: 'names', bytes: Buffer.from(entries.map(({ path }) => path).join('\n')) },
    ...files.map(({ path }) => ({ label: path, bytes: readFileSync(join(folder, path)) })),
  ];
}

/** All that commands said. */
export function chunksSaid(runs: readonly Run[]): readonly Chunk[] {
  return runs.flatMap(({ words, stdout, stderr }) => [
    { label: `stdout of ${words[0]}`, bytes: stdout },
    { label: `stderr of ${words[0]}`, bytes: stderr },
  ]);
}
