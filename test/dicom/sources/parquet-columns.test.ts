import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readable } from '../policy.ts';
import { writeParquet } from './parquet.ts';
import { tableSite } from './table-site.ts';

const site = tableSite();
const SELECT = `SELECT 'P' || n AS "PatientID", '1.' || n AS "StudyInstanceUID", '2.' || n AS "SeriesInstanceUID"`;

const last = (keyword: string) => {
  const row = site.staging.rows.at(-1);
  return row && readable(row, keyword);
};

/** A table of two rows with more columns, of which all that stands for `from` is `to` afterwards: what the engine can't write itself. */
async function put(columns: string, [from = '', to = '']: readonly string[] = []): Promise<void> {
  const file = join(site.at.source, 't.parquet');
  await writeParquet(file, `${SELECT}, ${columns} FROM range(2) AS numbers(n)`);
  const bytes = readFileSync(file, 'latin1');
  expect(bytes).toContain(from);
  writeFileSync(file, from === '' ? bytes : bytes.replaceAll(from, to), 'latin1');
}

describe('columns of a Parquet file', () => {
  test('of one name are refused, unless nothing reads them', async () => {
    await put(`'X' || n AS "PatientIE"`, ['PatientIE', 'PatientID']);
    expect(await site.failure('t.parquet')).toMatch(/has several columns called PatientID; keep one of each\.$/);
    await put(`'CT' AS "Modality", {'a': n} AS "Modalitx"`, ['Modalitx', 'Modality']);
    expect(await site.failure('t.parquet')).toMatch(/has several columns called Modality; keep one of each\.$/);
    await put(`'a' AS "note1", 'b' AS "note2"`, ['note2', 'note1']);
    expect(await site.ingested('t.parquet')).toMatchObject({ stored: 2, ignoredColumns: ['note1', 'note1'] });
  });

  test('of names that differ in case are each read and named as they are written', async () => {
    await put(`'X' || n AS "PATIENTIE", 'MR' AS "modalitx", 'CT' AS "Modality"`, ['PATIENTIE', 'PATIENTID']);
    expect(await site.ingested('t.parquet')).toMatchObject({ stored: 2, ignoredColumns: ['PATIENTID', 'modalitx'] });
    await put(`'MR' AS "modalitx", 'CT' AS "Modality"`, ['modalitx', 'modality']);
    expect(await site.ingested('t.parquet')).toMatchObject({ stored: 2, ignoredColumns: ['modality'] });
    expect(last('Modality')).toBe('CT');
  });

  test('of decimals beyond 38 digits, of which the engine makes other numbers, are not read', async () => {
    const columns = `1.25::DECIMAL(38, 2) AS "SliceThickness", {'a': 1} AS "structure", 120::DECIMAL(37, 2) AS "KVP"`;
    await put(columns, ['\x15\x04\x15\x4c', '\x15\x04\x15\x64']);
    expect(await site.ingested('t.parquet')).toMatchObject({
      stored: 2,
      ignoredColumns: ['SliceThickness', 'structure'],
    });
    expect(last('SliceThickness')).toBe('MISSING');
    expect(last('KVP')).toBe(120);
  });

  test('of moments with a time zone give a day only at midnight in UTC, because others may be another day where they were written', async () => {
    await put(`TIMESTAMPTZ '2020-01-01 00:00:00+00' AS "StudyDate"`);
    await site.ingested('t.parquet');
    expect(last('StudyDate')).toBe('2020');
    await put(`TIMESTAMPTZ '2021-01-01 00:00:00+01' AS "StudyDate"`);
    await site.ingested('t.parquet');
    expect(last('StudyDate')).toBe('MISSING');
  });
});
