import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../support/command.ts';
import { needsMount } from './needs.ts';
import { type Archive, archiveOf } from './site-of-its-own.ts';
import { type StagedContent, stagedContent } from './staged-content.ts';

// A site on a file system of its own, which is filled until next to nothing is left.

const FILES = 9_000; // staging writes once on the way and once at the end

describe('an ingest for which there is no space (skipped where no small file system can be mounted)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]).status === 0;
  const ballast = join(folder, 'ballast');
  let archive: Archive;
  let undisturbed: StagedContent;
  let full: Run;
  let after: Run;
  let content: StagedContent;

  beforeAll(async () => {
    if (!mounted) {
      return;
    }
    archive = archiveOf(FILES);
    const calm = archive.site();
    await calm.ingest();
    undisturbed = await stagedContent(calm.folder);

    const site = archive.site(folder);
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(ballast, new Uint8Array(bavail * bsize - 1_000_000));
    full = await site.ingest();
    rmSync(ballast);
    after = await site.ingest();
    content = await stagedContent(folder);
  });

  afterAll(() => {
    if (mounted) {
      execFileSync('umount', [folder]);
      archive.remove();
    }
    rmSync(folder, { recursive: true });
  });

  test('says so in one clear sentence', ({ skip }) => {
    needsMount(skip, mounted);
    expect(full.code).toBe(1);
    const sentence = /^There is no space left to write \S+; free some and start again\.$/;
    expect(JSON.parse(full.stdout)).toEqual({ error: { code: 'disk-full', message: expect.stringMatching(sentence) } });
    const said = full.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('['));
    expect(said).toHaveLength(1); // beside the lines that tell how far it is
    expect(said[0]?.replace('sfumato: ', '')).toMatch(sentence);
  });

  test('loses nothing: it goes on when there is space again, and ends as an undisturbed one', ({ skip }) => {
    needsMount(skip, mounted);
    expect(after.code).toBe(0);
    expect({ series: content.series, digests: content.digests }).toEqual({
      series: undisturbed.series,
      digests: undisturbed.digests,
    });
    expect([content.files.once, content.instances.once]).toEqual([undisturbed.files.once, undisturbed.instances.once]);
  });
});
