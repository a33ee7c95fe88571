import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { type Folders, folders, ingest, keptStaging } from '../dicom/ingesting.ts';
import { readable } from '../dicom/policy.ts';
import { writeParquet } from '../dicom/sources/parquet.ts';
import { needsMemory } from './needs.ts';
import { parsersBelow } from './parsing-processes.ts';

// Large tables, shaped like the index of the Imaging Data Commons with the columns of its CT and MR tables.

let at: Folders;

beforeEach(() => {
  at = folders();
});

afterEach(() => at.remove());

const ROWS = 20_000;

/** Made-up rows with the Commons' columns and types; every value follows from the row's number. */
const INDEX = `SELECT
    'collection_' || n % 7 AS collection_id, 'PAT-' || n // 9 AS "PatientID", '1.2.' || n // 3 AS "StudyInstanceUID",
    '1.3.' || n AS "SeriesInstanceUID", lpad(CAST(n % 95 AS VARCHAR), 3, '0') || 'Y' AS "PatientAge",
    ['M', 'F', NULL][1 + n % 3] AS "PatientSex", CAST(DATE '2001-01-01' + CAST(n % 7000 AS INTEGER) AS VARCHAR) AS "StudyDate",
    'CT CHEST, "low dose"; visit ' || n AS "StudyDescription", ['CHEST', 'LIVER', 'WO INTER', NULL][1 + n % 4] AS "BodyPartExamined",
    ['CT', 'MR', 'PT'][1 + n % 3] AS "Modality", '1.2.840.10008.5.1.4.1.1.' || 2 + n % 3 AS "SOPClassUID",
    '1.2.840.10008.1.2.1,1.2.840.10008.1.2.4.50' AS "TransferSyntaxUID",
    ['GE MEDICAL SYSTEMS', 'SIEMENS', 'Ünbekannt'][1 + n % 3] AS "Manufacturer", 'T1 AXIAL' || chr(10) || n AS "SeriesDescription",
    1 + n % 400 AS "instanceCount", 's3://bucket/' || n AS series_aws_url, n / 10 AS "series_size_MB",
    ['ORIGINAL', 'PRIMARY', 'AXIAL'] AS "ImageType", CAST((1 + n % 900) / 1000 AS FLOAT) AS "PixelSpacing_row_mm",
    512 AS "Rows", 512 AS "Columns", CAST((n % 50) / 10 AS FLOAT) AS "SliceThickness", CAST(80 + 20 * (n % 4) AS FLOAT) AS "KVP",
    ['B30f'] AS "ConvolutionKernel", CAST(0 AS FLOAT) AS "XRayTubeCurrent_min", CAST(n % 600 AS FLOAT) AS "XRayTubeCurrent_max",
    CAST(1.5 AS FLOAT) AS "MagneticFieldStrength", [CAST((n % 1000) / 10 AS FLOAT), 99] AS "EchoTime"
  FROM range(${ROWS}) AS numbers(n)`;

function bySeries(rows: readonly StagedRow[]): ReadonlyMap<string, StagedRow> {
  return new Map(rows.map((row) => [row.series, row]));
}

test('a table says the same as Parquet and as CSV, to the step of each field and in bounded memory', async ({
  skip,
}) => {
  const parquet = join(at.source, 'index.parquet');
  await writeParquet(parquet, INDEX);
  const csv = join(at.source, 'index.csv');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM '${parquet}') TO '${csv}' (FORMAT csv, HEADER)`);
  connection.closeSync();
  instance.closeSync();
  const peaks: number[] = [];
  const onProgress = () => peaks.push(...parsersBelow().values());
  const [fromParquet, fromCsv] = [keptStaging(), keptStaging()];
  const reports = [
    await ingest({ ...at, source: parquet }, fromParquet, { onProgress }),
    await ingest({ ...at, source: csv }, fromCsv, { onProgress }),
  ];
  for (const report of reports) {
    expect(report).toMatchObject({ unit: 'rows', read: ROWS, stored: ROWS, quarantined: {} });
    expect(report.ignoredColumns).toEqual(
      expect.arrayContaining(['collection_id', 'series_aws_url', 'series_size_MB']),
    );
  }
  expect(bySeries(fromCsv.rows)).toEqual(bySeries(fromParquet.rows));
  expect(new Set(fromCsv.rows.map(({ patient }) => patient)).size).toBe(Math.ceil(ROWS / 9));
  fromParquet.rows.forEach((row, n) => {
    const written = [n % 50 === 0 ? 'MISSING' : (n % 50) / 10, 80 + 20 * (n % 4), 1 + (n % 400)];
    expect([readable(row, 'SliceThickness'), readable(row, 'KVP'), row.instances], `row ${n}`).toEqual(written);
  });
  needsMemory(skip);
  expect(peaks.length).toBeGreaterThan(0);
  expect(Math.max(...peaks)).toBeLessThan(LIMITS.childBytesMax);
});

test('a small file whose values are enormous costs its reader, and nothing else', async ({ skip }) => {
  needsMemory(skip);
  const bomb = join(at.source, 'bomb.parquet');
  await writeParquet(
    bomb,
    `SELECT 'P' || n AS "PatientID", '1.' || n AS "StudyInstanceUID", '2.' || n AS "SeriesInstanceUID",
      repeat('x', 4000000) AS "Manufacturer" FROM range(3000) AS numbers(n)`,
  );
  const staging = keptStaging();
  const before = process.memoryUsage().rss;
  const outcome = await ingest({ ...at, source: bomb }, staging).catch((error: unknown) => error);
  expect(process.memoryUsage().rss - before).toBeLessThan(LIMITS.childBytesMax);
  expect(staging.files.size).toBe(0);
  expect(outcome).toSatisfy(
    (end: unknown) =>
      end instanceof Error || (typeof end === 'object' && JSON.stringify(end).includes('"quarantined":{"memory":1}')),
  );
  expect(staging.rows).toEqual([]);
});
