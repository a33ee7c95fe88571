import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSfumatoError, LIMITS, systemEntropy } from '../../src/base/index.ts';
import { readQuarantined, resealQuarantined } from '../../src/dicom/index.ts';
import { appendQuarantined } from '../../src/dicom/ingest/quarantine.ts';
import { listFile, type Quarantined } from '../../src/dicom/ingest/quarantine-line.ts';
import { rowsListed } from '../../src/dicom/ingest/quarantine-lines.ts';
import { type Folders, folders, SEAL_KEY } from './ingesting.ts';

// What couldn't be stored stays readable, whatever an archive does to make the list long.

let at: Folders;
const entropy = systemEntropy();
const KEY = 'ab'.repeat(16);

beforeEach(() => {
  at = folders();
});

afterEach(() => at.remove());

const site = () => ({ siteFolder: at.siteFolder, sealKey: SEAL_KEY });
const row = (n: number): Quarantined => ({ key: KEY, path: '/t.csv', row: n, reason: 'broken-row' });
const add = (files: readonly Quarantined[]) => appendQuarantined(files, { ...site(), entropy });

test('a list longer than a text can be is counted by reason, and shown in parts', async () => {
  await add([row(1)]);
  const file = listFile(at.siteFolder);
  const [line = ''] = readFileSync(file, 'latin1').split('\n');
  const lines = 600_000_000 / line.length;
  writeFileSync(file, '');
  for (let n = 0; n < lines; n += 50_000) {
    const many = Array.from({ length: 50_000 }, (_, more) =>
      line.replace('"row":1,', `"row":${((n + more) % 20_000) + 1},`),
    );
    appendFileSync(file, `${many.join('\n')}\n`);
  }
  expect(statSync(file).size).toBeGreaterThan(0x1fffffe8); // the longest text of Node
  const found = await readQuarantined(site());
  expect(found).toMatchObject({ all: 20_000, reasons: { 'broken-row': 20_000 }, damaged: 0 });
  expect(found.files).toHaveLength(LIMITS.quarantineListedMax);
  const last = await readQuarantined({ ...site(), from: 20_000 });
  expect(last.files).toHaveLength(1);
  expect(last.all).toBe(20_000);
}, 120_000);

test('a line that was cut off, is none or never ends is counted, and costs no other', async () => {
  await add([row(1)]);
  const file = listFile(at.siteFolder);
  const [line = ''] = readFileSync(file, 'latin1').split('\n');
  appendFileSync(file, `${line.slice(0, 60)}\n{}\n"${'x'.repeat(LIMITS.quarantineLineBytesMax * 3)}"\n`);
  await add([row(2)]);
  appendFileSync(file, line.slice(0, 60));
  expect(await readQuarantined(site())).toMatchObject({ all: 2, damaged: 4, files: [{ row: 1 }, { row: 2 }] });
  await resealQuarantined({ ...site(), entropy, sealKey: new Uint8Array(32), formerSealKeys: [SEAL_KEY] });
  expect(await readQuarantined({ ...site(), sealKey: new Uint8Array(32) })).toMatchObject({
    all: 2,
    damaged: 0,
    files: [{ row: 1 }, { row: 2 }],
  });
});

test('what is listed twice counts once, by its last reason; the instances of a series are one entry', async () => {
  const series = { key: 'cd'.repeat(16), path: 'https://pacs.example/studies/1/series/2' };
  await add([{ ...series, reason: 'source-failed' }, row(1)]);
  await add(Array.from({ length: 1_000 }, () => ({ ...series, reason: 'source-invalid' as const })));
  expect(readFileSync(listFile(at.siteFolder), 'latin1').split('\n')).toHaveLength(4);
  const { reasons, files } = await readQuarantined(site());
  expect(reasons).toEqual({ 'source-invalid': 1, 'broken-row': 1 });
  expect(files.map(({ key }) => key)).toEqual([KEY, series.key]);
});

test('the rows of one table are counted up to a row, each once', async () => {
  await add([row(1), row(2), row(9)]);
  await add([row(2), { ...row(3), key: 'cd'.repeat(16) }]);
  expect(await rowsListed(at.siteFolder, { key: KEY, to: 5 })).toBe(2);
});

test('a list that is no file says that its disk is to be looked at, not its rights', async () => {
  const file = listFile(at.siteFolder);
  mkdirSync(file, { recursive: true });
  const failure = await readQuarantined(site()).catch((error: unknown) => error);
  expect(isSfumatoError(failure, 'file-unreadable')).toBe(true);
  expect(String(failure)).toContain('look whether its disk is in order');
});
