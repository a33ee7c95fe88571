import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/base/index.ts';
import { type IngestProgress, readQuarantined } from '../../../src/dicom/index.ts';
import { POISONED_CHILD, SEAL_KEY } from '../ingesting.ts';
import { POLICY, readableUnder } from '../policy.ts';
import { writeParquet } from './parquet.ts';
import { IDS, tableSite } from './table-site.ts';

// What is no table, or not a whole one, is said in one sentence, and nothing of it is staged that isn't known to be right.

const site = tableSite();

describe('a hostile table', () => {
  test.each<[string, string | Uint8Array]>([
    ['empty.csv', ''],
    ['spaces.csv', '   \n\n'],
    ['zip.csv', Buffer.from('504b0304140000000800', 'hex')],
    ['nul.csv', '\0'.repeat(100_000)],
    ['utf16.csv', Buffer.from(`\ufeff${IDS}\nP1,1,2\n`, 'utf16le')],
    [
      'wide.csv',
      `${IDS},${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join()}\nP1,1.1,1.2,${'1,'.repeat(9_999)}1\n`,
    ],
    ['line.csv', `${IDS},${'x'.repeat(5_000_000)}`],
    ['magic.parquet', 'PAR1'],
    ['noise.parquet', `PAR1${'\u0007\u0000ÿ'.repeat(5_000)}PAR1`],
  ])('ends in one sentence: %s', async (name, content) => {
    site.at.put(name, content);
    expect(await site.failure(name)).toMatch(/lacks|cannot be read|columns|is empty|UTF-16/);
    expect(site.staging.rows).toEqual([]);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /is empty/],
    ['UTF-16', Buffer.from(`\ufeff${IDS}\nP1,1,2\n`, 'utf16le'), /is UTF-16, must be UTF-8/],
    ['UTF-16 the other way', Buffer.from(`\ufeff${IDS}\nP1,1,2\n`, 'utf16le').swap16(), /is UTF-16, must be UTF-8/],
    ['UTF-16 without a mark', Buffer.from(`${IDS}\nP1,1,2\n`, 'utf16le'), /is UTF-16, must be UTF-8/],
  ])('says that it is %s, not that columns are missing', async (_, content, says) => {
    site.at.put('t.csv', content);
    const sentence = await site.failure('t.csv');
    expect(sentence).toMatch(says);
    expect(sentence).not.toContain('lacks');
  });

  test('in Latin-1 is refused as a whole, also where only its last row or what nothing reads shows it', async () => {
    const rows = Array.from({ length: 50_000 }, (_, n) => `P${n},1.${n},2.${n},GE,note`);
    for (const last of ['P,1,2,Müller,note', 'P,1,2,GE,für']) {
      site.at.put('t.csv', Buffer.from([`${IDS},Manufacturer,note`, ...rows, last].join('\n'), 'latin1'));
      expect(await site.failure('t.csv')).toContain('not UTF-8 (line 50002); nothing of it was read; save it as UTF-8');
      expect([site.staging.rows.length, site.staging.files.size]).toEqual([0, 0]);
    }
  });

  test('that is cut off gives no sentence about its values, and isn’t counted as seen', async () => {
    const file = join(site.at.source, 't.parquet');
    const select = `SELECT 'P' || n AS "PatientID", 'x' || n AS "StudyInstanceUID", 'y' || n AS "SeriesInstanceUID"`;
    await writeParquet(file, `${select} FROM range(300000) AS numbers(n)`);
    truncateSync(file, 200_000);
    expect(await site.failure('t.parquet')).toContain('cannot be read to its end');
    expect(site.staging.files.size).toBe(0);
  });

  test('that kills its reader is said to be unread, not counted as read, and read by the next ingest that can', async () => {
    site.at.put('exit.csv', `${IDS}\nP1,1,2\n`);
    const pool = { entry: POISONED_CHILD };
    const error = await site.ingested('exit.csv', { pool }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('The table was not read to its end, because that took more memory or time');
    expect([site.staging.rows.length, site.staging.files.size]).toEqual([0, 0]);
    expect(await site.ingested('exit.csv')).toMatchObject({ stored: 1, known: 0 });
  });

  test.each([
    ['stray quotes', '"p,1,2\n', 'broken-row'],
    ['no patient', ',1,2\n', 'no-patient-id'],
  ] as const)(
    'of rows with %s is read no further than a bound, however often it is ingested',
    async (_, line, reason) => {
      const max = LIMITS.tableBrokenRowsMax;
      site.at.put('t.csv', `${IDS}\nP1,1.1,1.2\n${line.repeat(2 * max)}P2,2.1,2.2\n`);
      const list = { siteFolder: site.at.siteFolder, sealKey: SEAL_KEY };
      for (let times = 0; times < 3; times += 1) {
        expect(await site.failure('t.csv')).toContain(`more than ${max} rows that cannot be taken`);
        expect((await readQuarantined(list)).reasons).toEqual({ [reason]: max + 1 });
      }
      expect(site.staging.rows).toHaveLength(1);
    },
  );

  test('with NUL bytes, long cells and broken lines costs its broken rows only', async () => {
    site.at.put(
      't.csv',
      `${IDS},Manufacturer\nP\0,1,2,GE\nP2,1,2,${'x'.repeat(100_000)}\nP3,1,2,${'x'.repeat(2_000_000)}\nP4,1,2,GE\n`,
    );
    expect(await site.ingested('t.csv')).toMatchObject({
      read: 4,
      stored: 2,
      quarantined: { 'element-too-long': 1, 'broken-row': 1 },
    });
    expect(site.staging.rows.map((row) => readableUnder(POLICY, row, 'Manufacturer'))).toEqual(['GE', 'GE']);
  });
});

describe('a separator at the ends of lines', () => {
  test.each<[string, string, RegExp]>([
    [
      'after the names',
      `${IDS},Modality,\nP1,1,2,CT\nP2,3,4,MR\n`,
      /has a separator after the last name in its first line/,
    ],
    [
      'after two names too many',
      `${IDS};;\r\nP1,1,2\r\n`.replaceAll(',', ';'),
      /after the last name in its first line/,
    ],
    ['after the rows', `${IDS},Modality\nP1,1,2,CT,\n\nP2,3,4,MR,\n`, /has a separator at the end of its rows/],
  ])('%s alone is said, and no row is taken or listed', async (_, content, says) => {
    site.at.put('t.csv', content);
    expect(await site.failure('t.csv')).toMatch(says);
    expect(site.staging.rows).toEqual([]);
    expect((await readQuarantined({ siteFolder: site.at.siteFolder, sealKey: SEAL_KEY })).all).toBe(0);
  });

  test.each<[string, string, number, number]>([
    ['of all lines does no harm', `${IDS},Modality,\nP1,1,2,CT,\nP2,3,4,MR,\n`, 2, 0],
    ['of one row breaks that one', `${IDS},Modality\nP1,1,2,CT,\nP2,3,4,MR\n`, 1, 1],
    ['that holds a value breaks its row', `${IDS},Modality\nP1,1,2,CT,x\n`, 0, 1],
  ])('%s', async (_, content, stored, broken) => {
    site.at.put('t.csv', content);
    expect(await site.ingested('t.csv')).toMatchObject({
      stored,
      ignoredColumns: [],
      quarantined: broken === 0 ? {} : { 'broken-row': broken },
    });
  });
});

test('of a table that is refused no progress is shown', async () => {
  const seen: IngestProgress[] = [];
  for (const content of [`PatientId,StudyInstanceUID\nP1,1\n`, Buffer.from(`${IDS}\nM\u00fcller,1,2\n`, 'latin1')]) {
    site.at.put('t.csv', content);
    await expect(site.ingested('t.csv', { onProgress: (progress) => seen.push(progress) })).rejects.toThrow(
      'The table',
    );
  }
  expect(seen).toEqual([]);
});
