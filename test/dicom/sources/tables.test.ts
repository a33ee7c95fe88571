import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSfumatoError, LIMITS } from '../../../src/base/index.ts';
import { type IngestProgress, readQuarantined } from '../../../src/dicom/index.ts';
import { columnPlan } from '../../../src/dicom/table/index.ts';
import { loadPolicy } from '../../../src/policy/index.ts';
import { openParquetFile } from '../../../src/warehouse/index.ts';
import { folders, goodFile, ingest, type KeptStaging, keptStaging, SEAL_KEY } from '../ingesting.ts';
import { POLICY, readable } from '../policy.ts';
import { writeParquet } from './parquet.ts';
import { IDS, tableSite } from './table-site.ts';

// Tables with the Imaging Data Commons' column names. A row is a series or an instance; what isn't one costs itself only.

const site = tableSite();

const value = (n: number, keyword: string) => {
  const row = site.staging.rows[n];
  return row && readable(row, keyword);
};

describe('a CSV file', () => {
  test('is read with any of its delimiters, quotes, line ends and a byte order mark', async () => {
    site.at.put(
      't.csv',
      '\ufeffPatientID;StudyInstanceUID;SeriesInstanceUID;Modality;SeriesDescription\r\n' +
        'P1;1.1;1.2;CT;"Thorax; ""soft"""\r\nP2;2.1;2.2;MR;"T1\r\naxial"\r\n',
    );
    expect(await site.ingested('t.csv')).toEqual({
      unit: 'rows',
      read: 2,
      stored: 2,
      counted: 0,
      handed: 2,
      known: 0,
      skipped: {},
      quarantined: {},
      ignoredColumns: [],
    });
    expect([value(0, 'Modality'), value(1, 'Modality'), value(1, 'SeriesDescription')]).toEqual(['CT', 'MR', 'T1']);
  });

  test('has the rows that the same headers have as files, instance by instance', async () => {
    const rows = [1, 2, 3].map((n) => `P${n},1.2.${n},1.3.${n},1.4.${n},CT,5,1.2.840.10008.1.2.1`);
    site.at.put('t.csv', `${IDS},SOPInstanceUID,Modality,SliceThickness,TransferSyntaxUID\n${rows.join('\n')}\n`);
    await site.ingested('t.csv');
    const files = keptStaging();
    const folder = folders();
    for (const n of [1, 2, 3]) {
      folder.put(`f${n}`, goodFile(n));
    }
    await ingest(folder, files);
    folder.remove();
    const sorted = (kept: KeptStaging) => [...kept.rows].sort((a, b) => (a.instance < b.instance ? -1 : 1));
    expect(sorted(site.staging)).toEqual(sorted(files));
  });

  test('quarantines broken rows by file key and number, and stores the rest', async () => {
    const path = site.at.put(
      'JO DOE.csv',
      `${IDS},Modality\nP1,1.1,1.2,CT\n,2.1,2.2,CT\nP3,3.1,,CT\nP4,4.1,4.2\nP5,5.1,5.2,CT\n"P6,6.1,6.2,CT\n`,
    );
    expect(await site.ingested('JO DOE.csv')).toMatchObject({
      read: 6,
      stored: 2,
      quarantined: { 'no-patient-id': 1, 'no-instance-ids': 1, 'broken-row': 2 },
    });
    const { siteFolder } = site.at;
    const { files: found } = await readQuarantined({ siteFolder, sealKey: SEAL_KEY });
    expect(found.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'no-patient-id'],
      [3, 'no-instance-ids'],
      [4, 'broken-row'],
      [6, 'broken-row'],
    ]);
    expect(found.every((entry) => entry.path === path && entry.key === found[0]?.key)).toBe(true);
    expect(readFileSync(join(siteFolder, 'quarantine', 'files.jsonl'), 'latin1')).not.toMatch(/JO DOE|"P[0-9]"/);
  });

  test('is read once, again when it changed, and on from where it was stopped', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => `P${n},1.${n},2.${n}`);
    const path = site.at.put('t.csv', `${IDS}\n${rows.join('\n')}\n`);
    const abort = new AbortController();
    const onProgress = ({ done }: IngestProgress): void => (done >= 5_000 ? abort.abort() : undefined);
    const first = await site.ingested('t.csv', { onProgress, signal: abort.signal });
    expect(first.stored).toBeGreaterThanOrEqual(5_000);
    expect(first.stored).toBeLessThan(8_192);
    const known = LIMITS.tableRowsPerMark;
    const seen: IngestProgress[] = [];
    const second = await site.ingested('t.csv', { onProgress: (progress) => seen.push(progress) });
    expect(second).toMatchObject({ read: 10_000 - known, stored: 10_000 - known, known });
    expect(seen.at(-1)).toMatchObject({ done: 10_000, total: 10_000 });
    expect(site.staging.rows.length).toBe(first.stored + second.stored);
    expect(new Set(site.staging.rows.map(({ series }) => series)).size).toBe(10_000);
    expect(await site.ingested('t.csv')).toMatchObject({ read: 0, known: 1 });
    writeFileSync(path, `${IDS}\nP1,1.1,1.2\n`);
    utimesSync(path, 1_600_000_000, 1_600_000_000);
    expect(await site.ingested('t.csv')).toMatchObject({ read: 1, stored: 1, known: 0 });
  });

  test('tells how far it is, in rows', async () => {
    site.at.put('t.csv', `${IDS}\n${Array.from({ length: 3_000 }, (_, n) => `P${n},1.${n},2.${n}`).join('\n')}\n`);
    const seen: IngestProgress[] = [];
    await site.ingested('t.csv', { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen[0]).toMatchObject({ total: 3_000, totalIsEstimated: true });
    expect(seen.at(-1)).toMatchObject({ unit: 'rows', done: 3_000, total: 3_000, stored: 3_000 });
  });
});

describe('a Parquet file', () => {
  const SELECT = `SELECT 'P' || n AS "PatientID", '1.' || n AS "StudyInstanceUID", '2.' || n AS "SeriesInstanceUID"`;

  test('goes on where it was stopped', async () => {
    await writeParquet(join(site.at.source, 't.parquet'), `${SELECT} FROM range(10000) AS numbers(n)`);
    const abort = new AbortController();
    const onProgress = ({ done }: IngestProgress): void => (done >= 5_000 ? abort.abort() : undefined);
    await site.ingested('t.parquet', { onProgress, signal: abort.signal });
    expect(await site.ingested('t.parquet')).toMatchObject({ known: LIMITS.tableRowsPerMark, quarantined: {} });
    expect(new Set(site.staging.rows.map(({ series }) => series)).size).toBe(10_000);
  });

  test('gives every type the text that its element has in a file', async () => {
    await writeParquet(
      join(site.at.source, 't.parquet'),
      `${SELECT}, DATE '2023-04-05' AS "StudyDate", 0.7::FLOAT AS "SliceThickness", [4.6::FLOAT, 9.2] AS "EchoTime",
        120::DOUBLE AS "KVP", 512::BIGINT AS "Rows", 1.5::DECIMAL(4, 2) AS "MagneticFieldStrength",
        ['ORIGINAL', 'PRIMARY', 'AXIAL'] AS "ImageType", 'M'::ENUM('M', 'F') AS "PatientSex",
        ['IV', 'ORAL'] AS "ContrastBolusRoute", []::VARCHAR[] AS "ScanningSequence",
        TIMESTAMP '1980-05-06 00:00:00' AS "PatientBirthDate", NULL::FLOAT AS "RepetitionTime", 37::BIGINT AS "instanceCount",
        {'a': 1} AS "structure", 'x'::BLOB AS "bytes", 7 AS "nobody reads this"
        FROM range(2) AS numbers(n)`,
    );
    const report = await site.ingested('t.parquet');
    expect(report).toMatchObject({ unit: 'rows', read: 2, stored: 2 });
    expect(report.ignoredColumns).toEqual(['bytes', 'nobody reads this', 'structure']);
    const expected = {
      StudyDate: '2023',
      SliceThickness: 0.7,
      EchoTime: 4.6,
      ImageType: 'ORIGINAL',
      ContrastBolusRoute: 'INTRAVENOUS',
      ScanningSequence: 'MISSING',
      KVP: 120,
      Rows: 512,
      MagneticFieldStrength: 1.5,
      PatientSex: 'M',
      PatientAge: 42,
      RepetitionTime: 'MISSING',
    };
    expect(Object.fromEntries(Object.keys(expected).map((keyword) => [keyword, value(0, keyword)]))).toEqual(expected);
    expect(site.staging.rows.map(({ instances }) => instances)).toEqual([37, 37]);
  });

  test('says how many instances a series has, and one where it doesn’t', async () => {
    await writeParquet(
      join(site.at.source, 't.parquet'),
      `${SELECT}, CASE n WHEN 0 THEN 12 WHEN 1 THEN 0 WHEN 2 THEN -4 END AS "instanceCount" FROM range(4) AS numbers(n)`,
    );
    await site.ingested('t.parquet');
    expect(site.staging.rows.map(({ instances }) => instances)).toEqual([12, 1, 1, 1]);
    expect(site.staging.instances).toEqual([]);
  });

  test('is one by its first bytes, whatever it is called', async () => {
    await writeParquet(join(site.at.source, 't.csv'), `${SELECT} FROM range(3) AS numbers(n)`);
    expect(await site.ingested('t.csv')).toMatchObject({ stored: 3 });
    site.at.put('t.parquet', `${IDS}\nP1,1.1,1.2\n`);
    expect(await site.failure('t.parquet')).toContain('not a Parquet file');
    site.at.put('t.xlsx', `${IDS}\nP1,1.1,1.2\n`);
    expect(await site.failure('t.xlsx')).toContain('no table');
  });

  test('can make the engine read nothing else, whatever its columns are called', async () => {
    const other = site.at.put('secret.csv', 'a\nGARBO\n');
    const file = join(site.at.source, "it's.parquet");
    const name = `x" FROM read_csv('${other}') --`;
    await writeParquet(file, `${SELECT}, 1 AS "${name.replaceAll('"', '""')}" FROM range(1) AS numbers(n)`);
    expect(await site.ingested("it's.parquet")).toMatchObject({ stored: 1, ignoredColumns: [name] });
    const opened = await openParquetFile(file, '|');
    const rows = [];
    for await (const step of opened.read(['PatientID', name])) {
      rows.push(...step);
    }
    opened.close();
    expect(rows).toEqual([['P0', '1']]);
    const globbed = await openParquetFile(join(site.at.source, '*.parquet'), '|').catch((error: unknown) => error);
    expect(isSfumatoError(globbed, 'file-unreadable')).toBe(true);
    expect(await site.failure('secret.csv')).not.toContain('GARBO');
  });
});

describe('columns', () => {
  const planOf = (columns: readonly string[], policy = POLICY) => {
    const plan = columnPlan([...IDS.split(','), ...columns], policy);
    if (!('wanted' in plan)) {
      throw new Error('nothing is missing');
    }
    return plan;
  };

  test('that are missing are named, each with the one that may be meant', async () => {
    site.at.put('t.csv', 'patient_id,StudyUID,SeriesInstanceUID,Modality\nP1,1,2,CT\n');
    const sentence = await site.failure('t.csv');
    expect(sentence).toContain('lacks PatientID (is that patient_id?), StudyInstanceUID');
    site.at.put('u.csv', 'JO DOE,1.2.3,M\nJO DOE,1.2.4,M\n');
    expect(await site.failure('u.csv')).toContain('lacks PatientID, StudyInstanceUID, SeriesInstanceUID;');
    expect(await site.failure('u.csv')).not.toContain('JO DOE');
  });

  test('that mean something else are never taken for a missing one', async () => {
    const sentenceFor = (columns: string) => {
      site.at.put('t.csv', `${columns}\nM,1,2,CT\n`);
      return site.failure('t.csv');
    };
    const others = ['PatientSex', 'PatientAge', 'patient_sex', 'PatientName', 'OtherPatientIDs', 'Patient_Size'];
    for (const other of others) {
      expect(await sentenceFor(`${other},StudyInstanceUID,SeriesInstanceUID,Modality`)).toMatch(/lacks PatientID;/);
    }
    expect(await sentenceFor('PatientID,StudyInstanceUID,Modality')).toMatch(/lacks SeriesInstanceUID;/);
    for (const slip of ['PatientD', 'PateintID', 'PatientUID', 'Patient ID', 'PATIENT-ID']) {
      const sentence = await sentenceFor(`PatientSex,${slip},StudyInstanceUID,SeriesInstanceUID`);
      expect(sentence).toContain(`lacks PatientID (is that ${slip}?);`);
    }
  });

  test('that are there twice are refused, unless nothing reads them', async () => {
    site.at.put('t.csv', `${IDS},PatientID,Modality\nP1,1.2.1,1.3.9,P2,CT\n`);
    expect(await site.failure('t.csv')).toMatch(/has several columns called PatientID; keep one of each\.$/);
    site.at.put('u.csv', `${IDS},note,note\nP1,1.2.1,1.3.9,a,b\n`);
    expect((await site.ingested('u.csv')).stored).toBe(1);
  });

  test('are known by keyword and by the Commons’ names, a keyword’s own first', () => {
    const plan = planOf([
      'XRayTubeCurrent_min',
      'XRayTubeCurrent_max',
      'XRayTubeCurrent',
      'PixelSpacing_col_mm',
      'KVP',
    ]);
    expect(plan.ignored).toEqual(['PixelSpacing_col_mm']);
    const cells = plan.top.get(0x00181151)?.cells.map((cell) => plan.wanted[cell]);
    expect(cells).toEqual(['XRayTubeCurrent', 'XRayTubeCurrent_max', 'XRayTubeCurrent_min']);
    expect(plan.perInstance).toBe(false);
  });

  test('fill every place at which the policy reads their keyword, and only those', () => {
    const doseField = POLICY.document.fields.find(({ keyword }) => keyword === 'SliceThickness');
    const nested = { keyword: 'SliceThickness', tag: '0018,0050', within: ['5200,9229', '0028,9110'] };
    const meaning = { keyword: 'CodeMeaning', tag: '0008,0104', within: ['0054,0016', '0054,0300'] };
    const region = { keyword: 'CodeMeaning', tag: '0008,0104', within: ['0008,2218'] };
    const policy = loadPolicy({
      file: 'changed.yaml',
      text: JSON.stringify({
        ...POLICY.document,
        version: '1.0.1',
        fields: POLICY.document.fields.map((field) =>
          field === doseField
            ? { ...field, alsoReads: [nested] }
            : field.keyword === 'BodyPartExamined'
              ? { ...field, alsoReads: [meaning, region] }
              : field,
        ),
      }),
    });
    const plan = planOf(['SliceThickness', 'RadionuclideCodeMeaning', 'CodeMeaning'], policy);
    expect([...plan.nested.keys()]).toHaveLength(2);
    expect(plan.top.has(0x00180050)).toBe(true);
    expect(plan.ignored).toEqual(['CodeMeaning']);
  });

  test('of dates, times and lists are read however a table writes them', async () => {
    site.at.put(
      't.csv',
      `${IDS},StudyDate,ImageType,EchoTime,PatientAge,TransferSyntaxUID\n` +
        'P1,1,1,2001-02-03,"[ORIGINAL, PRIMARY]",[4.6],034Y,"1.2.840.10008.1.2.1,1.2.840.10008.1.2.4.50"\n' +
        `P2,2,2,20040506,"['ORIGINAL', 'PRIMARY']","[4.6, 9.2]",5,\n` +
        'P3,3,3,2005-06-07 08:09:10,ORIGINAL,4.6,,\n' +
        'P4,4,4,2005/06/07,,"4,6",,\n',
    );
    await site.ingested('t.csv');
    expect(site.staging.rows.map((_, n) => value(n, 'StudyDate'))).toEqual(['2001', '2004', '2005', 'MISSING']);
    expect(site.staging.rows.map((_, n) => value(n, 'EchoTime'))).toEqual([4.6, 4.6, 4.6, 'MISSING']);
    expect(site.staging.rows.map((_, n) => value(n, 'PatientAge'))).toEqual([34, 'MISSING', 'MISSING', 'MISSING']);
    expect(value(0, 'TransferSyntaxUID')).toBe('ExplicitVRLittleEndian');
  });

  test('of truth values are YES and NO in CSV as in Parquet', async () => {
    site.at.put(
      't.csv',
      `${IDS},PatientIdentityRemoved,SeriesDescription\nP1,1,1,true,true\nP2,2,2,False,\nP3,3,3,YES,\nP4,4,4,1,\n`,
    );
    await site.ingested('t.csv');
    expect(site.staging.rows.map((_, n) => value(n, 'PatientIdentityRemoved'))).toEqual(['YES', 'NO', 'YES', 'OTHER']);
    expect(value(0, 'SeriesDescription')).toBe('OTHER');
    await writeParquet(
      join(site.at.source, 't.parquet'),
      `SELECT 'Q' || n AS "PatientID", '1.' || n AS "StudyInstanceUID", '2.' || n AS "SeriesInstanceUID",
        n = 0 AS "PatientIdentityRemoved" FROM range(2) AS numbers(n)`,
    );
    await site.ingested('t.parquet');
    expect([4, 5].map((n) => value(n, 'PatientIdentityRemoved'))).toEqual(['YES', 'NO']);
  });
});
