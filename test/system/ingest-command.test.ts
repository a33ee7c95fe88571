import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_CERTIFICATE, TEST_KEY } from '../dicom/sources/certificate.table.ts';
import { writeParquet } from '../dicom/sources/parquet.ts';
import { goodSeries, type WebArchive, webArchive } from '../dicom/sources/web-archive.ts';
import { MAIN, sfumato } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

// `sfumato ingest` as a person runs it, over sources that are no folder.

let site: ReturnType<typeof siteFolder>;
let archive: WebArchive;

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  const series = Array.from({ length: 5 }, (_, n) => goodSeries(n, 2));
  archive = await webArchive(series, { key: TEST_KEY, cert: TEST_CERTIFICATE });
});

afterAll(async () => {
  await archive.close();
  rmSync(site.folder, { recursive: true, force: true });
});

function ingest(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, ...environment };
    const all = [MAIN, 'ingest', ...words, '--config', site.config];
    execFile(process.execPath, all, { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test('never believes a server whose certificate no authority vouches for', async () => {
  const ran = await ingest([archive.base]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(`sfumato: ${archive.base} cannot be reached. `);
  expect(ran.stderr).toContain(
    'an authority that is not trusted here: if it is the institution’s own, name its file in NODE_EXTRA_CA_CERTS',
  );
  expect(archive.asked).toEqual([]);
});

test('reads a server that the hospital’s own authority vouches for, in all of its processes', async () => {
  const authority = join(site.folder, 'authority.pem');
  writeFileSync(authority, TEST_CERTIFICATE);
  const ran = await ingest([archive.base, '--json'], { NODE_EXTRA_CA_CERTS: authority });
  expect(ran.code, ran.stderr).toBe(0);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    read: 10,
    stored: 10,
    staged: { patients: 5, series: 5, instances: 10 },
  });
  expect(ran.stderr).toMatch(/ of 5 series, /);
  const again = await ingest([archive.base], { NODE_EXTRA_CA_CERTS: authority });
  expect(again.stdout).toMatch(/^read +0\n(.*\n)*series known already +5\n/m);
  const reports = await sfumato(['staging', 'reports', '--config', site.config]);
  expect(reports.stdout).toMatch(/ dicomweb +imaging-metadata@\S+ +0 +0 +5 series +0$/m);
});

test('reads a table beside it, and names the columns that nothing reads', async () => {
  const file = join(site.folder, 'more.csv');
  writeFileSync(
    file,
    'PatientID,StudyInstanceUID,SeriesInstanceUID,Modality,instanceCount,aws_bucket\nP1,1.2.1,1.3.99,CT,30,b\n,1,2,CT,1,b\n',
  );
  const ran = await ingest([file]);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.stdout).toContain('Columns that nothing reads: aws_bucket.');
  expect(ran.stdout).toMatch(/quarantined: no-patient-id +1/);
  expect(ran.stdout).toMatch(/patients +5\n/); // P1 is known from the server
  expect(ran.stdout).toMatch(/instances +40\n/);
});

test('ends with 1 where a table has names of columns and no rows, however often it is read', async () => {
  const csv = join(site.folder, 'none.csv');
  writeFileSync(csv, 'PatientID,StudyInstanceUID,SeriesInstanceUID,Modality\n');
  const parquet = join(site.folder, 'none.parquet');
  await writeParquet(
    parquet,
    'SELECT * FROM (SELECT \'P\' AS "PatientID", \'1\' AS "StudyInstanceUID", \'2\' AS "SeriesInstanceUID") WHERE false',
  );
  for (const file of [csv, csv, parquet, parquet]) {
    const ran = await ingest([file]);
    expect([ran.code, ran.stdout.includes('There was nothing to read in this source')], ran.stderr).toEqual([1, true]);
  }
});

test('says in one sentence what else it could not read', async () => {
  for (const [words, code, says] of [
    [['https://user:word@127.0.0.1/'], 2, /--header-file/],
    [[site.config], 1, /no table/],
    [[join(site.folder, 'nowhere')], 1, /no such folder or file/],
    [[site.archive, '--header-file', site.config], 2, /for DICOMweb/],
  ] as const) {
    const ran = await ingest(words);
    expect([ran.code, ran.stderr.trim().split('\n').length], ran.stderr).toEqual([code, 1]);
    expect(ran.stderr).toMatch(says);
    expect(ran.stderr).not.toContain('word@');
  }
});
