import { appendFileSync, mkdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hmacSha256Under, systemEntropy } from '../../src/base/index.ts';
import { readQuarantined } from '../../src/dicom/index.ts';
import { appendQuarantined } from '../../src/dicom/ingest/quarantine.ts';
import { keyedFile } from '../../src/dicom/source/folder.ts';
import {
  costlyFile,
  type Folders,
  folders,
  goodFile,
  ingest,
  type KeptStaging,
  keptStaging,
  POISONED_CHILD,
  SEAL_KEY,
} from './ingesting.ts';
import { PSEUDONYM_KEY } from './policy.ts';

// What is listed is what is still to be mended.

let at: Folders;
let staging: KeptStaging;

beforeEach(() => {
  at = folders();
  staging = keptStaging();
});

afterEach(() => {
  at.remove();
});

const cut = (n: number): Uint8Array => goodFile(n).subarray(0, 150);

async function listed(): Promise<readonly string[]> {
  const { files } = await readQuarantined({ siteFolder: at.siteFolder, sealKey: SEAL_KEY });
  return files.map(({ path, reason }) => `${path.slice(at.source.length + 1)} ${reason}`).sort();
}

test('a file that was mended, moved or deleted leaves the list at the next ingest of its folder', async () => {
  for (const name of ['a/mended', 'a/moved', 'a/deleted', 'a/left', 'a/worse']) {
    at.put(name, cut(1));
  }
  await ingest(at, staging);
  expect(await listed()).toHaveLength(5);
  at.put('a/mended', goodFile(2));
  at.put('a/worse', cut(3).subarray(0, 149));
  renameSync(join(at.source, 'a/moved'), join(at.source, 'a/here'));
  unlinkSync(join(at.source, 'a/deleted'));
  expect(await ingest(at, staging)).toMatchObject({ read: 3, stored: 1, known: 1, quarantined: { truncated: 2 } });
  expect(await listed()).toEqual(['a/here truncated', 'a/left truncated', 'a/worse truncated']);
});

test('a file that comes back as it was is read and listed again, also from where a file took its folder’s place', async () => {
  for (const name of ['a/broken', 'b/broken']) {
    at.put(name, cut(1));
  }
  await ingest(at, staging);
  for (const name of ['a/broken', 'b']) {
    renameSync(join(at.source, name), join(at.root, name.slice(0, 1)));
  }
  at.put('a/good', goodFile(2));
  writeFileSync(join(at.source, 'b'), goodFile(3));
  await ingest(at, staging);
  expect(await listed()).toEqual([]);
  unlinkSync(join(at.source, 'b'));
  renameSync(join(at.root, 'a'), join(at.source, 'a/broken'));
  renameSync(join(at.root, 'b'), join(at.source, 'b'));
  expect(await ingest(at, staging)).toMatchObject({ quarantined: { truncated: 2 }, known: 1 });
  expect(await listed()).toEqual(['a/broken truncated', 'b/broken truncated']);
});

test('a line that can’t be read stays counted when others leave', async () => {
  at.put('a', cut(1));
  at.put('b', cut(2));
  await ingest(at, staging);
  appendFileSync(join(at.siteFolder, 'quarantine', 'files.jsonl'), '{"fileKey":"0123\n');
  unlinkSync(join(at.source, 'a'));
  await ingest(at, staging);
  const list = { siteFolder: at.siteFolder, sealKey: SEAL_KEY };
  expect(await readQuarantined(list)).toMatchObject({ all: 1, damaged: 1 });
});

test('what could not be read, and can be now, leaves it', async () => {
  at.put('slow', costlyFile({ n: 1 }));
  await ingest(at, staging, { pool: { entry: POISONED_CHILD } });
  expect(await listed()).toEqual(['slow crashed']);
  await ingest(at, staging); // its size and time are as they were
  expect(await listed()).toEqual([]);
});

test('reading anew takes nothing from it: that goes with the staging in use', async () => {
  at.put('broken', cut(1));
  at.put('good', goodFile(2));
  await ingest(at, staging);
  unlinkSync(join(at.source, 'broken'));
  await ingest(at, keptStaging(), { anew: true });
  expect(await listed()).toEqual(['broken truncated']);
  await ingest(at, staging);
  expect(await listed()).toEqual([]);
});

test('what lies in a folder that is gone as a whole, or in another archive, stays', async () => {
  const other = { ...at, source: join(at.root, 'other') };
  mkdirSync(other.source);
  at.put('../other/broken', cut(1));
  await ingest(other, staging);
  at.put('mounted/broken', cut(2));
  at.put('good', goodFile(3));
  await ingest(at, staging);
  rmSync(join(at.source, 'mounted'), { recursive: true });
  rmSync(join(other.source, 'broken'));
  await ingest(at, staging);
  expect(await listed()).toHaveLength(2);
  at.put('broken', cut(4));
  await ingest(at, staging);
  rmSync(at.source, { recursive: true });
  mkdirSync(at.source); // nothing is mounted
  await ingest(at, staging);
  expect(await listed()).toHaveLength(3);
});

test('a file that reads well now leaves the list though it is as it was', async () => {
  at.put('a/long', goodFile(1));
  at.put('b/good', goodFile(2));
  const list = { siteFolder: at.siteFolder, sealKey: SEAL_KEY, entropy: systemEntropy() };
  const keyed = hmacSha256Under(PSEUDONYM_KEY);
  // As under a policy that kept an element which is too long here, and which the policy of this test doesn't read.
  const long = keyedFile(join(at.source, 'a/long'), keyed);
  await appendQuarantined([{ ...long, reason: 'element-too-long' }], list);
  await ingest(at, staging);
  expect(await listed()).toEqual([]);
  expect(staging.files).toContain(long.key);
  expect(await ingest(at, staging)).toMatchObject({ read: 0, known: 2 });
});

test('an ingest whose list can’t be rewritten stages and reports what it read, and says so', async () => {
  at.put('a/mended', cut(1));
  await ingest(at, staging);
  at.put('a/mended', goodFile(1));
  const inTheWay = join(at.siteFolder, 'quarantine', 'files.jsonl.partial');
  mkdirSync(inTheWay);
  expect(await ingest(at, staging)).toMatchObject({ stored: 1, quarantined: {}, listStale: true });
  expect(staging.rows).toHaveLength(1);
  expect(await listed()).toEqual(['a/mended truncated']);
  rmSync(inTheWay, { recursive: true });
  const after = await ingest(at, staging);
  expect([after.listStale, await listed()]).toEqual([undefined, []]);
});
