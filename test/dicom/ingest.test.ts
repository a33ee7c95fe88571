import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { concatBytes, isSfumatoError, utf8ToBytes } from '../../src/base/index.ts';
import { type IngestProgress, readQuarantined } from '../../src/dicom/index.ts';
import { tree } from '../../src/dicom/source/tree.ts';
import { openStaging } from '../../src/warehouse/index.ts';
import { type Folders, folders, goodFile, ingest, keptStaging, SEAL_KEY } from './ingesting.ts';
import { dataSet, element, head, identifiers, part10, sequence, UID } from './part10.ts';
import { POLICY, readable } from './policy.ts';

let at: Folders;

beforeEach(() => {
  at = folders();
});

afterEach(() => {
  at.remove();
});

function bomb(n: number): Uint8Array {
  const deep = concatBytes(
    ...Array.from({ length: 5_000 }, () =>
      concatBytes(head(0x00081140, 'SQ', 0xffffffff), head(0xfffee000, '', 0xffffffff)),
    ),
  );
  const kinds = [
    () => part10(deep),
    () => part10(deflateRawSync(new Uint8Array(32 * 1024 * 1024)), { syntax: UID.deflated }),
    () => part10(concatBytes(...identifiers(), head(0x00104000, 'UT', 0xfffffff0))),
    () =>
      part10(
        sequence(
          0x00081140,
          Array.from({ length: 60_000 }, () => new Uint8Array(0)),
          { delimited: false },
        ),
      ),
  ];
  return kinds[n % kinds.length]?.() ?? deep;
}

test('stores the other 980 of 1,000 files when 20 of them are bombs', async () => {
  for (let n = 0; n < 1_000; n += 1) {
    at.put(`f${n}`, n % 50 === 13 ? bomb(n / 50) : goodFile(n));
  }
  for (let n = 0; n < 20; n += 1) {
    at.put(`f${n * 50 + 13}`, bomb(n));
  }
  const staging = keptStaging();
  const report = await ingest(at, staging, { children: 2 });
  expect(report).toMatchObject({ read: 1_000, stored: 980, known: 0, skipped: {} });
  expect(report.quarantined).toEqual({
    'too-deep': 5,
    'inflate-too-large': 5,
    'length-beyond-end': 5,
    'too-many-elements': 5,
  });
  expect(new Set(staging.rows.map(({ patient }) => patient)).size).toBe(980);
});

test('reads folders of any depth and files of any name, and never an index, a link or what is no DICOM', async () => {
  at.put('a/b/c/d/IM0001', goodFile(1));
  at.put('ünïcode – ☃/image.dcm', goodFile(2));
  at.put('a/DICOMDIR', goodFile(3));
  at.put('a/notes.txt', 'nothing to see');
  at.put('empty', '');
  writeFileSync(join(at.root, 'outside'), goodFile(4));
  symlinkSync(join(at.root, 'outside'), join(at.source, 'link-out'));
  symlinkSync(at.source, join(at.source, 'a', 'link-round'));
  const staging = keptStaging();
  const report = await ingest(at, staging);
  expect(report).toEqual({
    unit: 'files',
    read: 7,
    stored: 2,
    counted: 0,
    handed: 2,
    known: 0,
    skipped: { dicomdir: 1, 'not-dicom': 2, 'symbolic-link': 2 },
    quarantined: {},
  });
  expect(staging.rows).toHaveLength(2);
});

test('reads an unchanged file once, and a changed one again', async () => {
  const [first] = [1, 2, 3].map((n) => at.put(`f${n}`, goodFile(n)));
  at.put('note.txt', 'no');
  at.put('bad', part10(dataSet(...identifiers({ patient: '' }))));
  const staging = keptStaging();
  expect(await ingest(at, staging)).toMatchObject({
    read: 5,
    stored: 3,
    known: 0,
    quarantined: { 'no-patient-id': 1 },
  });
  expect(await ingest(at, staging)).toMatchObject({ read: 0, stored: 0, known: 5, quarantined: {} });
  writeFileSync(first ?? '', goodFile(10));
  utimesSync(first ?? '', 1_600_000_000, 1_600_000_000);
  expect(await ingest(at, staging)).toMatchObject({ read: 1, stored: 1, known: 4 });
});

test('goes on where it was interrupted, and loses and doubles nothing', async () => {
  for (let n = 0; n < 300; n += 1) {
    at.put(`f${n}`, goodFile(n));
  }
  const staging = keptStaging();
  const abort = new AbortController();
  const onProgress = ({ done }: IngestProgress): void => {
    if (done >= 96) {
      abort.abort();
    }
  };
  const first = await ingest(at, staging, { onProgress, signal: abort.signal });
  expect(first.stored).toBeGreaterThanOrEqual(96);
  expect(first.stored).toBeLessThan(300);
  expect(staging.rows).toHaveLength(first.stored);
  const second = await ingest(at, staging);
  expect(second).toMatchObject({ stored: 300 - first.stored, known: first.stored });
  expect(new Set(staging.rows.map(({ instance }) => instance)).size).toBe(300);
  expect(staging.rows).toHaveLength(300);
});

test('tells how far it is', async () => {
  for (let n = 0; n < 100; n += 1) {
    at.put(`f${n}`, n % 10 === 0 ? 'no' : goodFile(n));
  }
  const seen: IngestProgress[] = [];
  await ingest(at, keptStaging(), { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toMatchObject({ unit: 'files', done: 100, total: 100, stored: 90, skipped: 10, quarantined: 0 });
  expect(seen.every(({ done }, n) => done >= (seen[n - 1]?.done ?? 0))).toBe(true);
  expect(seen.at(-1)?.perSecond).toBeGreaterThan(0);
});

test.each(['file:///data/ct', 'ftp://pacs.example/ct', 'S3://bucket'])(
  'takes no address of another kind: %s',
  async (source) => {
    const failure = await ingest({ ...at, source }, keptStaging()).catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'wrong-use')).toBe(true);
    expect(String(failure)).toContain('by its path');
  },
);

test('ends in one clear sentence when the source is no readable folder', async () => {
  const file = at.put('file', 'x');
  for (const source of [join(at.root, 'nowhere'), file]) {
    const failure = await ingest({ ...at, source }, keptStaging()).catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'file-unreadable')).toBe(true);
    expect(String(failure)).not.toContain(source);
  }
});

test('takes a folder that cannot be listed for an entry of its own, and goes on', async () => {
  const entries = [];
  for await (const found of tree(join(at.source, 'gone'))) {
    entries.push(...found);
  }
  expect(entries).toEqual([{ kind: 'unreadable', path: join(at.source, 'gone') }]);
});

test('stops at the first error of staging and passes it on', async () => {
  for (let n = 0; n < 700; n += 1) {
    at.put(`f${n}`, goodFile(n));
  }
  const staging = { ...keptStaging(), add: () => Promise.reject(new Error('no space')) };
  await expect(ingest(at, staging)).rejects.toThrow('no space');
  expect(staging.files.size).toBe(0);
});

test('names quarantined files by keyed hash, and shows paths only to who has the key', async () => {
  const path = at.put('DOE^JO 1950/study', part10(dataSet(...identifiers({ patient: '' }))));
  await ingest(at, keptStaging());
  const list = join(at.siteFolder, 'quarantine', 'files.jsonl');
  const text = readFileSync(list, 'latin1');
  expect(text).toMatch(/^\{"fileKey":"[0-9a-f]{32}","reason":"no-patient-id","sealedPath":"[\w-]+"\}\n$/);
  expect(text).not.toContain('DOE');
  expect(statSync(list).mode & 0o077).toBe(0);
  const { siteFolder } = at;
  expect(await readQuarantined({ siteFolder, sealKey: SEAL_KEY })).toMatchObject({
    all: 1,
    reasons: { 'no-patient-id': 1 },
    files: [{ path, reason: 'no-patient-id' }],
  });
  const other = await readQuarantined({ siteFolder, sealKey: new Uint8Array(32) }).catch((error: unknown) => error);
  expect(isSfumatoError(other, 'key-invalid')).toBe(true);
  expect(await readQuarantined({ siteFolder: join(at.root, 'fresh'), sealKey: SEAL_KEY })).toEqual({
    all: 0,
    reasons: {},
    damaged: 0,
    files: [],
  });
});

test('reads a header of any size up to its pixels, and no further', async () => {
  const long = element(0x00091010, 'UN', new Uint8Array(3 * 1024 * 1024));
  const pixels = concatBytes(head(0x7fe00010, 'OW', 40 * 1024 * 1024), new Uint8Array(40 * 1024 * 1024));
  at.put('large', part10(concatBytes(dataSet(...identifiers(), long, element(0x00080060, 'CS', 'MR')), pixels)));
  at.put(
    'too-large',
    part10(dataSet(...identifiers({ patient: 'P2' }), element(0x00091010, 'UN', new Uint8Array(20 * 1024 * 1024)))),
  );
  const staging = keptStaging();
  expect(await ingest(at, staging)).toMatchObject({ stored: 1, quarantined: { 'header-too-long': 1 } });
  expect(staging.rows.map((row) => readable(row, 'Modality'))).toEqual(['MR']);
});

test('never stages a token that stood in names, numbers or texts of a file', async () => {
  const tokens: string[] = [];
  const plant = (n: number, where: string): string => {
    const token = `ZQ${where}${n}X`;
    tokens.push(token);
    return token;
  };
  for (let n = 0; n < 60; n += 1) {
    const inside = element(0x00100010, 'PN', plant(n, 'SQ'));
    at.put(
      `f${n}`,
      part10(
        dataSet(
          ...identifiers({ patient: plant(n, 'ID'), study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` }),
          element(0x00080050, 'SH', plant(n, 'SH')),
          element(0x00080060, 'CS', n % 2 === 0 ? 'CT' : plant(n, 'MO')),
          element(0x00080070, 'LO', plant(n, 'MF')),
          element(0x0008103e, 'LO', `T1 ${plant(n, 'DE')}`),
          element(0x00091001, 'LO', plant(n, 'PR')),
          element(0x00100010, 'PN', plant(n, 'PN')),
          element(0x00100040, 'CS', plant(n, 'SX')),
          element(0x00101010, 'AS', plant(n, 'AG')),
          element(0x00180015, 'CS', plant(n, 'BP')),
          element(0x00180050, 'DS', plant(n, 'DS')),
          sequence(0x00400275, [inside], { delimited: n % 3 === 0 }),
        ),
      ),
    );
  }
  const { siteFolder } = at;
  const staging = await openStaging({ folder: siteFolder, policy: POLICY });
  const kept = keptStaging();
  const both = {
    ...kept,
    add: async (rows: Parameters<typeof kept.add>[0]) => void (await Promise.all([kept.add(rows), staging.add(rows)])),
    count: staging.count.bind(staging),
  };
  expect(await ingest(at, both)).toMatchObject({ stored: 60 });
  await staging.close();
  const staged = JSON.stringify(kept.rows);
  const file = readFileSync(staging.file);
  for (const token of tokens) {
    const forms = [token, Buffer.from(token).toString('hex'), Buffer.from(token).toString('base64').slice(0, 8)];
    expect(
      forms.some((form) => staged.includes(form)),
      token,
    ).toBe(false);
    expect(file.includes(token) || file.includes(Buffer.from(token, 'utf16le')), token).toBe(false);
  }
  // The same search finds what is there, so it would have found a leak.
  expect(staged.includes(kept.rows[0]?.patient ?? 'none')).toBe(true);
  expect(Buffer.concat([file, utf8ToBytes(tokens[0] ?? '')]).includes(tokens[0] ?? 'none')).toBe(true);
});

test('makes the site’s quarantine folder only when there is something to quarantine', async () => {
  at.put('f', goodFile(1));
  mkdirSync(join(at.source, 'empty'));
  await ingest(at, keptStaging());
  expect(() => statSync(join(at.siteFolder, 'quarantine'))).toThrow('ENOENT');
});
