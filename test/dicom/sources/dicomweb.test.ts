import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSfumatoError, LIMITS, utf8ToBytes } from '../../../src/base/index.ts';
import type { IngestProgress } from '../../../src/dicom/index.ts';
import { jsonDataSet } from '../../../src/dicom/json/index.ts';
import { goodFile, ingest, keptStaging } from '../ingesting.ts';
import { readable } from '../policy.ts';
import { goodSeries, instance } from './web-archive.ts';
import { tenSeries, webSite } from './web-site.ts';

// A DICOMweb server is read like a folder of the same headers, once, and told who asks from a guarded file only.

const site = webSite();

describe('a server that behaves', () => {
  test('gives the rows that the same headers give as files', async () => {
    await site.serve([1, 2, 3].map((n) => ({ ...goodSeries(n), instances: goodSeries(n).instances.map(asFile(n)) })));
    expect(await site.ingested()).toMatchObject({ unit: 'series', read: 3, stored: 3, known: 0, quarantined: {} });
    const files = keptStaging();
    for (const n of [1, 2, 3]) {
      site.at.put(`f${n}`, goodFile(n));
    }
    await ingest(site.at, files);
    expect(sorted(site.staging.rows)).toEqual(sorted(files.rows));
  });

  test('is read once: only what it has more of, or doesn’t count, is read again', async () => {
    const series = [...tenSeries(), { ...goodSeries(10), count: undefined }];
    await site.serve(series);
    expect(await site.ingested()).toMatchObject({
      read: 31,
      stored: 31,
      counted: 31 - site.staging.rows.length,
      known: 0,
    });
    expect(await site.ingested()).toMatchObject({ read: 1, stored: 1, known: 10 });
    series[4] = goodSeries(4, 5);
    expect(await site.ingested()).toMatchObject({ read: 6, stored: 6, known: 9 });
  });

  test('is read again where it has given fewer instances than it lists', async () => {
    await site.serve([{ ...goodSeries(1, 2), count: 3 }]);
    expect(await site.ingested()).toMatchObject({ read: 2, known: 0 });
    expect(await site.ingested()).toMatchObject({ read: 2, known: 0 });
  });

  test('tells how far the ingest is, in series', async () => {
    await site.serve(Array.from({ length: 37 }, (_, n) => goodSeries(n)));
    const seen: IngestProgress[] = [];
    await site.ingested({ onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ unit: 'series', done: 37, total: 37, stored: 37, quarantined: 0 });
    expect(seen[0]).toMatchObject({ total: 37 });
    expect(seen.every(({ done }, n) => done >= (seen[n - 1]?.done ?? 0))).toBe(true);
  });

  test('is asked page by page, each of which begins within the one before, and for nothing but counts', async () => {
    const all = Array.from({ length: LIMITS.pageSeries + 20 }, (_, n) => goodSeries(n));
    await site.serve(all);
    const report = await site.ingested({ children: 2 });
    expect(report).toMatchObject({ read: all.length, stored: all.length });
    const pages = site.archive.asked.filter((path) => path.includes('/series?'));
    expect(pages).toEqual(
      [0, LIMITS.pageSeries - LIMITS.pageOverlapSeries, LIMITS.pageSeries - 40].map(
        (offset) => `/dicom-web/series?includefield=00201209&limit=${LIMITS.pageSeries}&offset=${offset}`,
      ),
    );
  });

  test('is stopped in the middle and gone on with, and loses and doubles nothing', async () => {
    await site.serve(Array.from({ length: 60 }, (_, n) => goodSeries(n)));
    const abort = new AbortController();
    const onProgress = ({ done }: IngestProgress): void => {
      if (done >= 20) {
        abort.abort();
      }
    };
    const first = await site.ingested({ onProgress, signal: abort.signal });
    expect(first.stored).toBeGreaterThanOrEqual(20);
    expect(first.stored).toBeLessThan(60);
    expect(first.quarantined).toEqual({});
    const second = await site.ingested();
    expect(second).toMatchObject({ stored: 60 - first.stored, known: first.stored });
    expect(new Set(site.staging.rows.map(({ instance: key }) => key)).size).toBe(60);
  });

  test('never brings an identity of its list, or of a header, into what is kept', async () => {
    await site.serve([...tenSeries(), { ...goodSeries(11), series: 'bad series/../..' }]);
    await site.ingested();
    const kept = JSON.stringify([site.staging.rows, site.staging.instances, [...site.staging.files]]);
    for (const identity of ['LISTED', 'DOE', 'P1', '1.2.1', '1.3.1', '1.4.1']) {
      expect(kept.includes(`"${identity}`) || kept.includes(`${identity}^`), identity).toBe(false);
    }
  });
});

function asFile(n: number) {
  return () =>
    instance(
      { patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` },
      {
        '00080016': { vr: 'UI' },
        '00083002': { vr: 'UI', Value: ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2.4.50'] },
        '00180050': { vr: 'DS', Value: [5] },
      },
    );
}

function sorted<T extends { readonly instance: string }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) => (a.instance < b.instance ? -1 : 1));
}

describe('values', () => {
  const row = async (more: Record<string, unknown>) => {
    const ids = { patient: 'P1', study: '1.2', series: '1.3', instance: '1.4' };
    await site.serve([{ study: '1.2', series: '1.3', instances: [instance(ids, more)], count: 1 }]);
    await site.ingested();
    const [only] = site.staging.rows;
    return only;
  };

  test('are read as numbers or as text, by the same grammar as in files', async () => {
    const found = await row({
      '00080020': { vr: 'DA', Value: ['20230405'] },
      '00080070': { vr: 'LO', Value: ['Philips Medical Systems'] },
      '00180050': { vr: 'DS', Value: ['2.5'] },
      '00180060': { vr: 'DS', Value: [120] },
      '00180081': { vr: 'DS', Value: ['1,25'] },
      '00180087': { vr: 'DS', Value: [15000] },
      '00280010': { vr: 'US', Value: [512] },
      '00280030': { vr: 'DS', Value: [0.5, 0.75] },
    });
    const value = (keyword: string) => found && readable(found, keyword);
    expect(['SliceThickness', 'KVP', 'EchoTime', 'MagneticFieldStrength', 'Rows', 'PixelSpacing'].map(value)).toEqual([
      2.5,
      120,
      'MISSING',
      1.5,
      512,
      0.5,
    ]);
    expect(value('StudyDate')).toBe('2023');
    expect(value('Manufacturer')).toBe('PHILIPS');
  });

  test('that are numbers beyond what JSON can tell apart are no identifiers, and other values as before', async () => {
    const of = (patient: string, n: number, more: Record<string, unknown> = {}) => {
      const ids = { patient: 'P', study: '1.2', series: `1.3.${n}`, instance: `1.4.${n}` };
      return JSON.stringify([instance(ids, more)]).replace('"P"', patient);
    };
    const issuer = { '00100021': { vr: 'LO', Value: [1.5] } };
    const far = { '00180060': { vr: 'DS', Value: [2 ** 60, 1] }, '00180050': { vr: 'DS', Value: [2.5] } };
    const numbers = ['9007199254740992', '9007199254740993', '12.1', '12.10'];
    const replies = [of('7', 0, far), of('7', 1, issuer), ...numbers.map((patient, at) => of(patient, at + 2))];
    await site.serve(replies.map((_, n) => ({ study: '1.2', series: `1.3.${n}`, instances: [], count: 1 })));
    site.archive.misbehave = ({ url }, response) => {
      const found = replies.find((_, n) => url?.endsWith(`/1.3.${n}/metadata`));
      if (found === undefined) {
        return false;
      }
      response.end(found);
      return true;
    };
    const quarantined = { 'no-patient-id': numbers.length, 'source-invalid': 1 };
    expect(await site.ingested()).toMatchObject({ stored: 1, quarantined });
    const [only] = site.staging.rows;
    expect(only && readable(only, 'SliceThickness')).toBe(2.5);
    const large = jsonDataSet(utf8ToBytes(JSON.stringify(far)));
    expect([large?.text(0x00180060), large?.identifier(0x00180060)]).toEqual(['1152921504606847000\\1', undefined]);
  });

  test('that are empty, of another kind or elsewhere are missing, and the rest is stored', async () => {
    const found = await row({
      '00080070': { vr: 'LO', Value: [] },
      '00180050': { vr: 'DS', Value: [null] },
      '00180060': { vr: 'DS', Value: [{ nested: true }] },
      '00180081': { vr: 'DS', BulkDataURI: `${site.archive.base}/bulk` },
      '00180087': { vr: 'DS', InlineBinary: 'AAAA' },
      '00280010': { vr: 'US', Value: [true] },
      '00280011': { vr: 'US', Value: ['1e400'] },
    });
    const keywords = ['Manufacturer', 'SliceThickness', 'KVP', 'EchoTime', 'MagneticFieldStrength', 'Rows', 'Columns'];
    expect(keywords.map((keyword) => found && readable(found, keyword))).toEqual(keywords.map(() => 'MISSING'));
  });
});

describe('who asks', () => {
  test('is told to the server from a file that nobody else can read', async () => {
    await site.serve(tenSeries());
    const told = new Set<string | undefined>();
    site.archive.misbehave = (request) => {
      told.add(request.headers.authorization);
      return false;
    };
    const file = site.at.put('../header', 'Authorization: Bearer abc.def\n');
    chmodSync(file, 0o600);
    expect(await site.ingested({ headerFile: file })).toMatchObject({ stored: 30 });
    expect([...told]).toEqual(['Bearer abc.def']);
    told.clear();
    site.at.put('../header', 'nurse:secret:with colon\n');
    site.staging.files.clear();
    await site.ingested({ headerFile: file });
    expect([...told]).toEqual([`Basic ${Buffer.from('nurse:secret:with colon').toString('base64')}`]);
    chmodSync(file, 0o640);
    const failure = await site.ingested({ headerFile: file }).catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'key-invalid')).toBe(true);
    expect(String(failure)).not.toContain('secret');
  });

  test.each([
    ['http://nurse:secret@127.0.0.1/dicom-web', /--header-file/],
    ['https://pacs.example/dicom-web?token=1', /looks like/],
    ['https://', /looks like/],
  ])('is never taken from an address: %s', async (source, says) => {
    await site.serve([]);
    const failure = await ingest({ source, siteFolder: site.at.siteFolder }, site.staging).catch(
      (error: unknown) => error,
    );
    expect(isSfumatoError(failure, 'wrong-use')).toBe(true);
    expect(String(failure)).toMatch(says);
    expect(String(failure)).not.toContain('secret');
  });
});
