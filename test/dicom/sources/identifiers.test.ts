import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hmacSha256Under } from '../../../src/base/index.ts';
import { patientPseudonym } from '../../../src/dicom/index.ts';
import { PSEUDONYM_KEY } from '../policy.ts';
import { writeParquet } from './parquet.ts';
import { IDS, tableSite } from './table-site.ts';

// Identifiers in tables are hashed as they are written: what a list of opt-outs names must have the same pseudonym.

const site = tableSite();

const patientOf = (patientId: string | Uint8Array, issuer: string | Uint8Array = '') =>
  patientPseudonym(hmacSha256Under(PSEUDONYM_KEY), {
    patientId: Buffer.from(patientId),
    issuer: Buffer.from(issuer),
  });

const COLUMNS = ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID', 'IssuerOfPatientID', 'SOPInstanceUID'] as const;

/** A table of two rows in which one column is what an expression of the row's number, 1 or 2, says. */
async function put(column: string, expression: string): Promise<void> {
  const selected = COLUMNS.map((name) => `${name === column ? expression : `'1.' || n`} AS "${name}"`);
  await writeParquet(join(site.at.source, 't.parquet'), `SELECT ${selected.join(', ')} FROM range(1, 3) AS numbers(n)`);
}

describe('a column of identifiers', () => {
  test.each([
    ['n::DOUBLE', 'numbers with a decimal point'],
    ['n::FLOAT', 'numbers with a decimal point'],
    ['n::DECIMAL(18, 1)', 'numbers with a decimal point'],
    ['(n = 1)', 'truth values'],
    ["DATE '2020-01-01' + n::INTEGER", 'dates or times'],
    ["TIMESTAMP '2020-01-01 00:00:00'", 'dates or times'],
    ["TIME '10:00:00'", 'dates or times'],
    ['[n::VARCHAR]', 'lists'],
    ['[n]', 'lists'],
    ["{'id': n}", 'bytes or structures'],
  ])('is refused as %s, with what to do, and nothing of the table is read', async (expression, what) => {
    for (const column of COLUMNS) {
      await put(column, expression);
      const sentence = await site.failure('t.parquet');
      expect(sentence).toContain(`The table has ${column} (${what}); identifiers must be text`);
    }
    expect(site.staging.rows).toEqual([]);
  });

  test.each([
    ['as text', "'007'", '007'],
    ['as whole numbers', '(6 + n)::BIGINT', '7'],
    ['as whole numbers of a decimal type', '(6 + n)::DECIMAL(18, 0)', '7'],
    ['beyond what a fraction can tell apart', '(9007199254740992 + n)::DECIMAL(38, 0)', '9007199254740993'],
  ])('is taken %s', async (_, expression, patientId) => {
    await put('PatientID', expression);
    await site.ingested('t.parquet');
    expect(site.staging.rows[0]?.patient).toBe(patientOf(patientId, '1.1'));
  });

  test('may be of another type where it is none', async () => {
    await put('OtherPatientIDs', 'n');
    const selected = `${COLUMNS.map((name) => `'1.' || n AS "${name}"`).join(', ')}, [n] AS "OtherPatientIDs"`;
    await writeParquet(join(site.at.source, 't.parquet'), `SELECT ${selected} FROM range(2) AS numbers(n)`);
    expect(await site.ingested('t.parquet')).toMatchObject({ stored: 2 });
  });
});

describe('an identifier', () => {
  test.each(['[A1]', "['A1']", '[12, 13]', '2001-02-03', '1,2', '[]', 'a\u001eb'])(
    'is hashed as it is written: %s',
    async (written) => {
      site.at.put('t.csv', `${IDS},IssuerOfPatientID\n"${written}",1.1,1.2,X\nP2,2.1,2.2,"${written}"\n`);
      await site.ingested('t.csv');
      expect(site.staging.rows.map(({ patient }) => patient)).toEqual([
        patientOf(written, 'X'),
        patientOf('P2', written),
      ]);
    },
  );

  test('of a study or series is no list either', async () => {
    site.at.put('t.csv', `${IDS}\nP1,"1.1,1.2","1.3,1.4"\nP1,"1.1,1.9","1.3,1.9"\n`);
    await site.ingested('t.csv');
    expect(new Set(site.staging.rows.map(({ study }) => study)).size).toBe(2);
    expect(new Set(site.staging.rows.map(({ series }) => series)).size).toBe(2);
  });

  test('is spelt in the set that its row names, and in Latin-1 where none is named', async () => {
    const rows = [
      'Müller,ISO_IR 192',
      'Müller,ISO_IR 100',
      'Müller,',
      'Łódź,ISO_IR 101',
      'Łódź,',
      'Müller,[ISO_IR 192]',
    ];
    const lines = rows.map((row, n) => `1.${n},2.${n},${row}`);
    const columns = 'StudyInstanceUID,SeriesInstanceUID,PatientID,SpecificCharacterSet';
    site.at.put('t.csv', `${columns}\n${lines.join('\n')}\n`);
    expect(await site.ingested('t.csv')).toMatchObject({ stored: 6, ignoredColumns: [] });
    const latin1 = Buffer.from('Müller', 'latin1');
    const latin2 = Uint8Array.of(0xa3, 0xf3, 0x64, 0xbc);
    expect(site.staging.rows.map(({ patient }) => patient)).toEqual(
      ['Müller', latin1, latin1, latin2, 'Łódź', 'Müller'].map((bytes) => patientOf(bytes)),
    );
  });
});
