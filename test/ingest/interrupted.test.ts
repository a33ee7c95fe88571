import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRunning, parsersBelow } from './parsing-processes.ts';
import { type Archive, archiveOf, type Site } from './site-of-its-own.ts';
import { type StagedContent, stagedContent } from './staged-content.ts';

// Real processes and real signals: the command is killed as a power cut or an administrator would.

// Staging writes after some 8,000: even the second write that is waited for is far from the end, on a fast machine too.
const FILES = 27_000;

interface Killed {
  /** What was staged already when it was killed, and was there afterwards. */
  readonly kept: StagedContent;
  readonly parsers: readonly number[];
}

/** Starts an ingest and kills it as soon as `now` says so. */
async function killed(site: Site, now: (parsers: number) => boolean): Promise<Killed> {
  const process = site.start();
  const ended = once(process, 'exit');
  const parsers = new Set<number>();
  while (process.exitCode === null && !now(parsers.size)) {
    for (const pid of parsersBelow(process.pid).keys()) {
      parsers.add(pid);
    }
    await setTimeout(10);
  }
  process.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  return { kept: await stagedContent(site.folder), parsers: [...parsers] };
}

const UNCHANGED_MS = 100;

/** Tells when the site's staging has grown on the disk since the beginning, and then stopped growing: once it has written. */
function hasWritten({ folder }: Site): () => boolean {
  const staging = join(folder, 'staging');
  const bytes = () => readdirSync(staging).reduce((sum, file) => sum + statSync(join(staging, file)).size, 0);
  const before = bytes();
  let last = { bytes: before, at: performance.now() };
  return () => {
    const now = { bytes: bytes(), at: performance.now() };
    if (now.bytes !== last.bytes) {
      last = now;
    }
    return last.bytes > before + 200_000 && now.at - last.at > UNCHANGED_MS;
  };
}

describe('an ingest that is killed', () => {
  let archive: Archive;
  let undisturbed: { content: StagedContent; staged: unknown; fields: unknown };
  const kills: Killed[] = [];
  const keptFiles = () => kills.at(-1)?.kept.files.once ?? 0;
  /** How many files were known to be read after the first kill, after one that came behind a write, and after the next. */
  const kept: number[] = [];
  let last: { content: StagedContent; report: Record<string, unknown> };

  beforeAll(async () => {
    archive = archiveOf(FILES);
    const calm = archive.site();
    const { staged, fields } = JSON.parse((await calm.ingest()).stdout);
    undisturbed = { content: await stagedContent(calm.folder), staged, fields };

    const site = archive.site();
    kills.push(await killed(site, (parsers) => parsers === 2));
    kept.push(keptFiles());
    for (const _ of [1, 2]) {
      const before = keptFiles();
      // A kill in the middle of a write undoes it, and then another one is needed.
      for (let tries = 0; tries < 3 && keptFiles() === before; tries += 1) {
        kills.push(await killed(site, hasWritten(site)));
      }
      kept.push(keptFiles());
    }
    const report = JSON.parse((await site.ingest()).stdout);
    last = { content: await stagedContent(site.folder), report };
  });

  afterAll(() => archive.remove());

  test('was killed before and after it had staged something', () => {
    const [first, second, third] = kept;
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(0);
    expect(third).toBeGreaterThan(second ?? FILES);
    expect(third).toBeLessThan(FILES);
  });

  test('goes on where it stopped', () => {
    expect(last.report).toMatchObject({ known: keptFiles(), read: FILES - keptFiles() });
  });

  test('ends with what an undisturbed one has staged, and counts nothing twice', () => {
    const { files, instances, series, digests } = last.content;
    expect([files.once, instances.once, series]).toEqual([FILES, FILES - FILES / 100, FILES / 3]);
    expect(digests).toEqual(undisturbed.content.digests);
    // A file whose rows were written just before the kill is read again; of it there are two rows, and one is counted.
    expect(files.written).toBe(FILES);
    expect(undisturbed.content.instances).toEqual({ written: instances.once, once: instances.once });
  });

  test('reports the same totals and fill rates', () => {
    const { staged, fields } = last.report;
    expect({ staged, fields }).toEqual({ staged: undisturbed.staged, fields: undisturbed.fields });
  });

  test('leaves no parsing process behind', () => {
    const parsers = kills.flatMap((each) => each.parsers);
    expect(parsers.length).toBeGreaterThanOrEqual(6);
    expect(parsers.filter(isRunning)).toEqual([]);
  });
});
