import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AssertionFailure } from '../../src/base/index.ts';
import { openHandle, openHandleBeside } from '../../src/warehouse/engine/handle.ts';
import { inFolder } from './support/archive.ts';

/** Opens a new file beside one with a table of one row; runs `work` with a connection. */
async function beside<T>(
  work: (
    connection: Awaited<ReturnType<Awaited<ReturnType<typeof openHandle>>['connect']>>,
    folder: string,
  ) => Promise<T>,
): Promise<T> {
  return inFolder(async (folder) => {
    const staged = join(folder, "it’s staged, isn't it.duckdb");
    const first = await openHandle(staged, {});
    await (await first.connect()).run('CREATE TABLE header AS SELECT 7 AS one');
    first.close();
    writeFileSync(join(folder, 'other.csv'), 'a,b\n1,2\n');
    const temporary = join(folder, 'spill');
    const handle = await openHandleBeside({
      file: join(folder, 'new.duckdb'),
      staged,
      settings: { temp_directory: temporary },
    });
    try {
      return await work(await handle.connect(), folder);
    } finally {
      handle.close();
    }
  });
}

describe('a file that is written beside the staging', () => {
  it('takes what is read there', async () => {
    await beside(async (connection) => {
      await connection.run('CREATE TABLE copy AS FROM staged.header');
      await connection.run('CHECKPOINT');
      expect((await connection.runAndReadAll('FROM copy')).getRows()).toEqual([[7]]);
    });
  });

  it.each([
    ['changes the staging', 'INSERT INTO staged.header SELECT 8'],
    ['opens a third file', "ATTACH 'FOLDER/third.duckdb'"],
    ['makes a file', "COPY (SELECT 1) TO 'FOLDER/made.csv'"],
    ['reads a file', "FROM read_csv('FOLDER/other.csv')"],
    ['loads an extension', 'INSTALL httpfs'],
    ['opens the way again', 'SET enable_external_access = true'],
    ['widens the way', "SET allowed_directories = ['/']"],
    ['moves where memory spills', "SET temp_directory = 'FOLDER'"],
    ['takes more memory', "SET memory_limit = '1TB'"],
  ])('never %s', async (_what, sql) => {
    await beside(async (connection, folder) => {
      const before = readdirSync(folder);
      await expect(connection.run(sql.replace('FOLDER', folder))).rejects.toThrow();
      expect(readdirSync(folder)).toEqual(before);
      expect((await connection.runAndReadAll('FROM staged.header')).getRows()).toEqual([[7]]);
    });
  });

  it('keeps both files from being opened again meanwhile', async () => {
    await beside(async (_connection, folder) => {
      for (const name of readdirSync(folder).filter((one) => one.endsWith('.duckdb'))) {
        await expect(openHandle(join(folder, name), {})).rejects.toBeInstanceOf(AssertionFailure);
      }
    });
  });
});
