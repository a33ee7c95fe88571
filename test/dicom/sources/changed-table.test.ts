import { appendFileSync, renameSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSfumatoError } from '../../../src/base/index.ts';
import { openCsvTable } from '../../../src/dicom/table/index.ts';
import { type Folders, folders } from '../ingesting.ts';

// A table is opened more than once on its way: for its names, for its encoding and for its rows.

let at: Folders;

beforeEach(() => {
  at = folders();
});

afterEach(() => at.remove());

async function rowsAfter(path: string, change: () => void): Promise<unknown> {
  const table = await openCsvTable(path);
  if ('fault' in table) {
    return table;
  }
  change();
  const rows: unknown[] = [];
  try {
    for await (const step of table.read(['a', 'b'])) {
      rows.push(...step.map(({ cells }) => cells));
    }
    return rows;
  } catch (error) {
    return isSfumatoError(error, 'file-unreadable') ? `refused after ${rows.length} rows` : error;
  }
}

test('a table whose file gives way to another, or grows, is not read under the names of the first', async () => {
  const path = at.put('t.csv', 'a,b\n1,2\n');
  expect(await rowsAfter(path, () => undefined)).toEqual([['1', '2']]);
  const other = at.put('other.csv', 'b,a\n3,4\n');
  expect(await rowsAfter(path, () => renameSync(other, path))).toBe('refused after 0 rows');
  expect(await rowsAfter(path, () => appendFileSync(path, '5,6\n'))).toBe('refused after 0 rows');
});
