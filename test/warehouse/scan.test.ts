import { pbkdf2 } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AssertionFailure, isSfumatoError, systemClock } from '../../src/base/index.ts';
import { openHandle } from '../../src/warehouse/engine/handle.ts';
import { openSnapshot, readOnlySettings, type Snapshot } from '../../src/warehouse/scan.ts';
import { publishRows, row } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';
import { openForTest } from './support/stored-rows.ts';

const policy = smallPolicy();
const folder = mkdtempSync(join(tmpdir(), 'sfumato-scan-'));
let file = '';
let snapshot: Snapshot;
beforeAll(async () => {
  ({ file } = await publishRows({ folder, policy, rows: [row(['p', 's', 'a', 'i'], { Modality: 1 })] }));
  snapshot = await openForTest(file, policy);
});
afterAll(() => {
  snapshot.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (sql: string, parameters: readonly number[] = []) => snapshot.run({ sql, parameters });

const ENDLESS = 'SELECT count(*) FROM range(100000000) a, range(100000) b WHERE hash(a.range, b.range) = 0';

/** Turned down before it ran, or by the engine itself. */
const isRefusal = (error: unknown): boolean => error instanceof AssertionFailure || isSfumatoError(error, 'internal');

describe('an open snapshot', () => {
  it('answers one bound SELECT of integers', async () => {
    const rows = await run('SELECT count(*), sum("Modality") FROM series WHERE "live" = $1', [1]);
    expect(rows).toEqual([[1n, 1n]]);
  });

  it.each([
    ['read_csv', `SELECT count(*) FROM read_csv('${join(folder, 'x.csv')}')`],
    ['read_text', `SELECT count(*) FROM read_text('/etc/hostname')`],
    ['glob', `SELECT count(*) FROM glob('/*')`],
    ['read_parquet', `SELECT count(*) FROM read_parquet('${join(folder, 'x.parquet')}')`],
  ])('never lets a SELECT reach outside by %s', async (_name, sql) => {
    writeFileSync(join(folder, 'x.csv'), 'a\n1\n');
    const error = await run(sql).catch((thrown: unknown) => thrown);
    expect(isSfumatoError(error, 'internal')).toBe(true);
    expect(String(error)).not.toContain('csv');
    expect(error instanceof Error && String(error.cause)).toMatch(/disabled by configuration|does not exist/);
  });

  it.each([
    'SET threads = 1',
    `COPY series TO '${join(folder, 'copy.csv')}'`,
    `ATTACH '${join(folder, 'other.duckdb')}'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    'CREATE TEMP TABLE t AS SELECT 1',
    'INSERT INTO series SELECT * FROM series',
    'DELETE FROM series',
    'PRAGMA database_list',
    'EXPLAIN SELECT 1',
  ])('never runs %s', async (sql) => {
    await expect(run(sql)).rejects.toSatisfy(isRefusal);
    expect(await run('SELECT count(*) FROM series')).toEqual([[3n]]);
  });

  it.each(['SELECT 1; SELECT 2', 'SELECT 1; SET threads = 1', '', ';'])(
    'runs one statement or none: %j',
    async (sql) => {
      await expect(run(sql)).rejects.toSatisfy(isRefusal);
    },
  );

  it.each([
    ['a value too few', 'SELECT 1 WHERE 1 = $1', []],
    ['a value too many', 'SELECT 1', [1]],
    ['a fraction', 'SELECT 1 WHERE 1 = $1', [0.5]],
  ])('never runs a statement with %s', async (_what, sql, parameters) => {
    await expect(run(sql, parameters)).rejects.toBeInstanceOf(AssertionFailure);
  });

  it('never gives anything but integers', async () => {
    await expect(run(`SELECT 'text'`)).rejects.toBeInstanceOf(AssertionFailure);
    await expect(run('SELECT NULL')).rejects.toBeInstanceOf(AssertionFailure);
    await expect(run('SELECT 0.5')).rejects.toBeInstanceOf(AssertionFailure);
  });

  it('stops at its deadline and works on after', async () => {
    const started = systemClock.monotonicMs();
    const deadline = { clock: systemClock, atMs: started + 150 };
    const error = await snapshot.run({ sql: ENDLESS, parameters: [] }, deadline).catch((thrown: unknown) => thrown);
    expect(isSfumatoError(error, 'internal')).toBe(true);
    expect(systemClock.monotonicMs() - started).toBeLessThan(5_000);
    expect(await run('SELECT count(*) FROM series')).toEqual([[3n]]);
  });
});

describe('a deadline', () => {
  it('stops also what the engine hasn’t begun with by then', async () => {
    // All threads that Node gives to such work are taken until long after the deadline.
    const taken = Array.from({ length: 4 }, () => promisify(pbkdf2)('x', 'y', 1_500_000, 64, 'sha512'));
    const deadline = { clock: systemClock, atMs: systemClock.monotonicMs() + 50 };
    const error = await snapshot.run({ sql: ENDLESS, parameters: [] }, deadline).catch((thrown: unknown) => thrown);
    await Promise.all(taken);
    expect(isSfumatoError(error, 'internal')).toBe(true);
    expect(await run('SELECT count(*) FROM series')).toEqual([[3n]]);
  }, 20_000);
});

describe('the engine behind it', () => {
  it.each([
    'SET enable_external_access = true',
    "SET memory_limit = '1GB'",
    `COPY series TO '${join(folder, 'copy.csv')}'`,
    `ATTACH '${join(folder, 'other.duckdb')}'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    'DELETE FROM series',
  ])('refuses %s on its own account too', async (sql) => {
    snapshot.close();
    const handle = await openHandle(file, readOnlySettings(10));
    try {
      const connection = await handle.connect();
      await expect(connection.run(sql)).rejects.toThrow(/configur|read-only|disabled|not found/i);
    } finally {
      handle.close();
      snapshot = await openForTest(file, policy);
    }
  });
});

describe('opening a snapshot', () => {
  const open = (more: object) =>
    openSnapshot({ file, deidentificationHash: policy.deidentificationHash, patientsLog2: 10, ...more }).catch(
      (thrown: unknown) => thrown,
    );

  it('never opens one file twice in a process', async () => {
    expect(await open({})).toBeInstanceOf(AssertionFailure);
  });

  it('says when it is missing, damaged, or another policy’s', async () => {
    expect(isSfumatoError(await open({ file: `${file}.gone` }), 'snapshot-missing')).toBe(true);
    const broken = join(folder, 'broken.duckdb');
    writeFileSync(broken, 'not a database');
    chmodSync(broken, 0o400);
    expect(isSfumatoError(await open({ file: broken }), 'snapshot-corrupt')).toBe(true);
    snapshot.close();
    expect(isSfumatoError(await open({ deidentificationHash: '0'.repeat(64) }), 'snapshot-corrupt')).toBe(true);
    expect(isSfumatoError(await open({ patientsLog2: 11 }), 'snapshot-missing')).toBe(true);
    snapshot = await openForTest(file, policy);
  });
});
