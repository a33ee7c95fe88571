import { LIST_SEPARATOR, type Table, type TableRow } from './table.ts';

/** Opens a Parquet file. @throws SfumatoError `file-unreadable`. */
export async function openParquetTable(path: string): Promise<Table> {
  // Loaded only here: the engine costs a child that reads files memory and time.
  const { openParquetFile } = await import('../../warehouse/index.ts');
  const file = await openParquetFile(path, LIST_SEPARATOR);
  return {
    ...file,
    isEstimated: false,
    check: async function* () {
      yield file.rows;
      return undefined;
    },
    read: (columns) => numbered(file.read(columns)),
  };
}

async function* numbered(
  steps: AsyncGenerator<readonly (readonly (string | undefined)[])[]>,
): AsyncGenerator<readonly TableRow[]> {
  let row = 0;
  for await (const step of steps) {
    yield step.map((cells) => {
      row += 1;
      return { row, cells };
    });
  }
}
