import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatCheckpoint, formatNote, signNote } from '../../src/base/index.ts';
import { cosignedFold } from '../../src/cli/audit/cosigned.ts';
import { verifyFolder } from '../../src/cli/audit/verify-folder.ts';
import { segmentName } from '../../src/journal/format.ts';
import type { JournalRecord } from '../../src/journal/index.ts';
import { answeredJournal } from '../support/answered-journal.ts';
import { runProgram } from '../support/run-program.ts';
import { siteFolder } from '../support/site-folder.ts';

let site: ReturnType<typeof siteFolder>;
beforeEach(() => {
  site = siteFolder({ site: 'north', publicKey: 'k'.repeat(43) });
});
afterEach(() => {
  rmSync(site.folder, { recursive: true });
});

/** Writes answers, of which those that are named have a digest of something else; gives the records of all. */
async function written(count: number, wrong: readonly number[] = []): Promise<readonly JournalRecord[]> {
  const { journal, answer } = await answeredJournal(site.folder);
  const records = Array.from({ length: count }, (_, at) =>
    answer(at, wrong.includes(at) ? { digest: 'd'.repeat(64) } : {}),
  ).map(({ record }) => record);
  await journal.close();
  return records;
}

describe('an audit', () => {
  it('compares every stored answer with its digest', async () => {
    await written(5);
    expect(await verifyFolder(site.config)).toMatchObject({ verified: true, answers: { opened: 5, closed: 0 } });
  });

  it('says of answers that no key opens what that means', async () => {
    await written(2);
    const verify = async () => (await runProgram(['audit', 'verify', '--config', site.config])).stdout;
    expect(await verify()).toContain('2 stored answers fit their digests, 0 can’t be opened here. ');
    rmSync(join(site.folder, 'keys', 'seal.key'));
    expect(await verify()).toMatch(/0 stored .*, 2 can’t be opened here: the seal key .*`keys destroy`.* is on record/);
  });

  it('finds the first answer that is not what its digest is of, in a journal of which every hash is right', async () => {
    const records = await written(6, [2, 4]);
    const found = await verifyFolder(site.config);
    expect(found).toMatchObject({ verified: false, records: records[2]!.seq });
    expect(found.problem).toContain(`record ${records[2]!.seq}: A stored answer is not the one that its digest is of.`);
    expect(found).not.toHaveProperty('answers');
  });

  it.each([
    ['a changed byte before a wrong answer', 1, 3],
    ['a wrong answer before a changed byte', 3, 1],
  ])('names what comes first: %s', async (_, changed, wrong) => {
    const records = await written(5, [wrong]);
    const { position } = records[changed]!;
    const file = join(site.folder, 'journal', segmentName(position.segment));
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(position.offset + 60) ^ 1, position.offset + 60);
    writeFileSync(file, bytes);
    expect(await verifyFolder(site.config)).toMatchObject({
      verified: false,
      records: records[Math.min(changed, wrong)]!.seq,
    });
  });

  it('counts the answers that no key at hand opens, and checks everything else', async () => {
    await written(4);
    const other = siteFolder({ site: 'north', publicKey: 'k'.repeat(43) });
    cpSync(join(other.folder, 'keys'), join(site.folder, 'keys'), { recursive: true });
    rmSync(other.folder, { recursive: true });
    expect(await verifyFolder(site.config)).toMatchObject({ verified: true, answers: { opened: 0, closed: 4 } });
  });

  it('says that there is no journal, not that all of it is right', async () => {
    expect(await verifyFolder(site.config)).toMatchObject({ verified: false, records: 0 });
  });

  it('says how much of it witnesses have co-signed, and what it can’t show', async () => {
    await written(2);
    expect(await verifyFolder(site.config)).toMatchObject({ cosigned: { checkpoints: 0, records: 0 } });
    const { stdout } = await runProgram(['audit', 'verify', '--config', site.config]);
    expect(stdout).toMatch(/No witness has co-signed any of it\. Whether it was cut short, .* only a witness can tell/);
    const { fold, found } = cosignedFold();
    for (const size of [3, 8]) {
      const text = formatCheckpoint({ origin: 'sfumato/north', size, root: new Uint8Array(32), extensions: [] });
      const signer = { name: 'sfumato/north', secretKey: new Uint8Array(32).fill(1) };
      const body = { note: formatNote({ text, signatures: [signNote(text, signer)] }), witnesses: [] };
      fold.follow?.({ kind: 'checkpoint', body } as unknown as JournalRecord);
    }
    expect(found).toEqual({ checkpoints: 2, records: 8 });
  });
});
