import type { Keyed } from '../../base/index.ts';
import type { Archive } from './entry.ts';
import { keyedFile } from './folder.ts';
import type { Source } from './source.ts';

/** One table, which is read as a whole. How many rows it has is told by the child that opens it. */
export function tableArchive({ path, format }: Extract<Source, { kind: 'table' }>, keyed: Keyed): Archive {
  return {
    batchMax: 1,
    count: async () => 0,
    async *steps() {
      const named = keyedFile(path, keyed);
      yield [
        {
          kind: 'readable',
          readable: { ...named, task: { kind: 'table', path, format, from: 0, refused: 0 }, instances: 0 },
        },
      ];
    },
  };
}
