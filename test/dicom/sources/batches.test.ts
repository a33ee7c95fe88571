import { afterEach, beforeEach, expect, test } from 'vitest';
import { hmacSha256Under, LIMITS } from '../../../src/base/index.ts';
import { batches } from '../../../src/dicom/ingest/batches.ts';
import { openArchive } from '../../../src/dicom/source/index.ts';
import { type Folders, folders } from '../ingesting.ts';

// Staging is asked about thousands of files at once, and each child handed dozens: neither waits for the other.

let at: Folders;

beforeEach(() => {
  at = folders();
});

afterEach(() => at.remove());

function never(): never {
  throw new Error('a folder needs no network');
}

function archiveAt(folder: string) {
  return openArchive(
    { kind: 'folder', folder },
    {
      server: { base: '', replyMsMax: 1, retryMs: 1 },
      keyed: hmacSha256Under(new Uint8Array(32)),
      clock: { wallMs: never, monotonicMs: never, until: never },
      fetch: never,
      signal: undefined,
      onDoubt: never,
    },
  );
}

async function sizesOf(folder: string): Promise<number[]> {
  const sizes = [];
  for await (const { readables } of batches(archiveAt(folder), { seen: async () => new Set(), rowsRefused: never })) {
    sizes.push(readables.length);
  }
  return sizes;
}

test('looks files up in large steps and hands them out in small ones, each once', async () => {
  const files = LIMITS.lookupEntriesMax + 100;
  for (let n = 0; n < files; n += 1) {
    at.put(`f${n}`, '');
  }
  const archive = archiveAt(at.source);
  const looked: number[] = [];
  const seen = async (keys: readonly string[]) => {
    looked.push(keys.length);
    return new Set(keys.filter((_, n) => n % 4 === 3));
  };
  const paths: string[] = [];
  let known = 0;
  for await (const batch of batches(archive, { seen, rowsRefused: never })) {
    expect(batch.readables.length).toBeLessThanOrEqual(LIMITS.batchFilesMax);
    paths.push(...batch.readables.map(({ path }) => path));
    known += batch.known;
  }
  expect(looked).toEqual([LIMITS.lookupEntriesMax, 100]);
  expect(known).toBe(files / 4);
  expect(new Set(paths).size).toBe(files - known);
  expect(paths).toHaveLength(files - known);
});

test('hands out whole folders where they fit, and a large one in full batches', async () => {
  const max = LIMITS.batchFilesMax;
  const fill = (folder: string, files: number): void => {
    for (let n = 0; n < files; n += 1) {
      at.put(`${folder}/f${n}`, '');
    }
  };
  // Folders are walked from the last to the first.
  fill('c', Math.ceil(max / 2));
  fill('b', Math.ceil(max / 2) + 1);
  fill('a', 2 * max + 3);
  expect(await sizesOf(at.source)).toEqual([max / 2, max / 2 + 1, max, max, 3]);
});
