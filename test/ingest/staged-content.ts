import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Rows as they are written down, and without those that are written more than once. */
interface Written {
  readonly written: number;
  readonly once: number;
}

/** What a site has staged, so that two sites can be compared. */
export interface StagedContent {
  /** Files that were marked as read. */
  readonly files: Written;
  readonly instances: Written;
  readonly series: number;
  /** Digests of what publish reads: the header of the least instance of each series, every instance, every file. */
  readonly digests: readonly string[];
}

const INSTANCES =
  'SELECT patient, study, series, instance FROM header UNION ALL SELECT patient, study, series, instance FROM instance';

const PUBLISHED = [
  `FROM header QUALIFY row_number() OVER (PARTITION BY patient, study, series ORDER BY instance, digest) = 1 ORDER BY ALL`,
  `SELECT DISTINCT * FROM (${INSTANCES}) ORDER BY ALL`,
  'SELECT DISTINCT * FROM seen ORDER BY ALL',
];

/** Reads the staging of the site in `folder`, which nobody has open. */
export async function stagedContent(folder: string): Promise<StagedContent> {
  const staging = join(folder, 'staging');
  const file = readdirSync(staging).find((name) => name.endsWith('.duckdb')) ?? 'none';
  const instance = await DuckDBInstance.create(join(staging, file));
  const connection = await instance.connect();
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const counted = async (sql: string): Promise<Written> => {
    const [found] = await rows(`SELECT count(*), count(DISTINCT one) FROM (SELECT one FROM (${sql}) one)`);
    return { written: Number(found?.[0]), once: Number(found?.[1]) };
  };
  try {
    const digests: string[] = [];
    for (const sql of PUBLISHED) {
      const hash = createHash('sha256');
      for (const row of await rows(sql)) {
        hash.update(`${row.join()}\n`);
      }
      digests.push(hash.digest('hex'));
    }
    const series = await counted('SELECT patient, study, series FROM header');
    return { files: await counted('FROM seen'), instances: await counted(INSTANCES), series: series.once, digests };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
