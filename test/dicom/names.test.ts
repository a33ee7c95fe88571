import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readQuarantined, shownPath } from '../../src/dicom/index.ts';
import { openable, pathBytes, pathFrom } from '../../src/dicom/path-bytes.ts';
import { type Folders, folders, goodFile, ingest, keptStaging, SEAL_KEY } from './ingesting.ts';

let at: Folders;

beforeEach(() => {
  at = folders();
});

afterEach(() => {
  at.remove();
});

/** A path below the archive whose letters each stand for one byte, as old archives have them. */
function latin1Path(name: string): Buffer {
  return Buffer.concat([Buffer.from(`${at.source}/`), Buffer.from(name, 'latin1')]);
}

test('reads files and folders whose names are no UTF-8, and tells them apart', async () => {
  mkdirSync(latin1Path('Müller'));
  writeFileSync(latin1Path('Müller/Größe'), goodFile(1));
  mkdirSync(latin1Path('Müller/tiefer'));
  writeFileSync(latin1Path('Müller/tiefer/2.dcm'), goodFile(2));
  writeFileSync(latin1Path('ä'), goodFile(3));
  writeFileSync(latin1Path('ö'), goodFile(4));
  writeFileSync(join(at.source, '\ufffd'), goodFile(5)); // the letter that stands for them in decoded text
  writeFileSync(join(at.source, '木😀'), goodFile(6));
  const staging = keptStaging();
  expect(await ingest(at, staging)).toMatchObject({ read: 6, stored: 6, quarantined: {} });
  expect(await ingest(at, staging)).toMatchObject({ read: 0, known: 6 });
});

test('lists each such file that cannot be stored under its own name', async () => {
  writeFileSync(latin1Path('ä'), goodFile(1).subarray(0, 150));
  writeFileSync(latin1Path('ö'), goodFile(2).subarray(0, 150));
  expect((await ingest(at, keptStaging())).quarantined).toEqual({ truncated: 2 });
  const { files } = await readQuarantined({ siteFolder: at.siteFolder, sealKey: SEAL_KEY });
  expect(files.map(({ path }) => shownPath(path)).sort()).toEqual([`${at.source}/\\xE4`, `${at.source}/\\xF6`]);
  expect(new Set(files.map(({ key }) => key)).size).toBe(2);
});

test.each([
  ['ascii', [0x61, 0x2f, 0x62]],
  ['Latin-1', [0x4d, 0xfc, 0x6c]],
  ['the bytes of half a surrogate pair', [0xed, 0xb3, 0xbc]],
  ['a letter that breaks off before another', [0xe6, 0x9c, 0xf0, 0x9f, 0x98, 0x80, 0x9f]],
  ['U+FFFD itself', [0xef, 0xbf, 0xbd]],
])('text stands for all bytes of a name: %s', (_name, bytes) => {
  const path = pathFrom(Uint8Array.from(bytes));
  expect([...pathBytes(path)]).toEqual(bytes);
  expect([...Buffer.from(openable(path))]).toEqual(bytes);
  expect(JSON.parse(JSON.stringify(path))).toBe(path); // as it goes to the reading processes
});
