import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { note, noteFold, open } from '../support/journal-parts.ts';

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'sfumato-journal-')), 'journal');
});

afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const check = () => verifyJournal({ disk: nodeDisk(folder), folds: [noteFold()] });

async function write(count: number, segmentBytes = 4_000) {
  const journal = await open(nodeDisk(folder), { folds: [noteFold()], segmentBytes });
  await Promise.all(Array.from({ length: count }, (_, at) => note(journal, `note ${at}`).durable));
  await journal.close();
}

describe('a journal on a real disk', () => {
  it('survives restarts, verifies, and belongs to its owner alone', async () => {
    await write(40);
    await write(40);
    const fold = noteFold();
    expect(verifyJournal({ disk: nodeDisk(folder), folds: [fold] })).toMatchObject({ verified: true, records: 82 });
    expect(fold.notes).toHaveLength(80);
    expect(readdirSync(folder).length).toBeGreaterThan(5);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, '00000001.log')).mode & 0o077).toBe(0);
  });

  it('is closed once all that was recorded is durable, also what nobody waited for', async () => {
    const journal = await open(nodeDisk(folder), { folds: [noteFold()] });
    const durable = Array.from({ length: 200 }, (_, at) => note(journal, `note ${at}`).durable);
    await journal.close();
    expect(check()).toMatchObject({ verified: true, records: 201 });
    await Promise.all(durable);
  });

  it('fails verification for a changed byte at 64 positions of every file, for a byte more and for a file more', async () => {
    await write(60);
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const bytes = readFileSync(path);
      for (let probe = 0; probe < 64; probe += 1) {
        const at = Math.floor((probe * (bytes.length - 1)) / 63);
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ 0x10;
        writeFileSync(path, changed);
        expect(check(), `${name} byte ${at}`).toMatchObject({ verified: false });
      }
      writeFileSync(path, Buffer.concat([bytes, Buffer.from([0])]));
      expect(check().verified).toBe(false);
      writeFileSync(path, bytes);
    }
    expect(check().verified).toBe(true);
    mkdirSync(join(folder, 'extra'));
    expect(check()).toMatchObject({ verified: false, file: 'extra' });
  });

  it('drops a torn record on the real file, and records that', async () => {
    await write(3);
    const path = join(folder, '00000001.log');
    const { length } = readFileSync(path);
    truncateSync(path, length - 1);
    expect(check()).toMatchObject({ verified: false, sentence: expect.stringContaining('cut short') });
    await write(0);
    const records = [...readJournal(nodeDisk(folder))];
    expect(records.map(({ kind }) => kind)).toEqual(['epoch', 'note', 'note', 'epoch']);
    expect(records.at(-1)?.body).toMatchObject({ dropped: { file: '00000001.log' } });
    expect(check().verified).toBe(true);
  });

  it('can be verified while it is being written', async () => {
    const journal = await open(nodeDisk(folder), { folds: [noteFold()], segmentBytes: 3_000 });
    for (let at = 0; at < 50; at += 1) {
      const { durable } = note(journal, `note ${at}`);
      expect(check().verified).toBe(true);
      await durable;
    }
    await journal.close();
  });

  it('says which file cannot be read', () => {
    mkdirSync(join(folder, '00000001.log'), { recursive: true });
    expect(check).toThrow(/00000001\.log could not be read \(EISDIR\)/);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(check).toThrow(/could not be read \(ENOTDIR\)/);
    rmSync(folder);
    expect(check()).toMatchObject({ verified: false, sentence: expect.stringContaining('there is no journal here') });
  });

  it('never overwrites a file that it did not expect', async () => {
    await write(2);
    appendFileSync(join(folder, '00000002.log'), 'not a segment');
    await expect(write(1)).rejects.toMatchObject({ code: 'journal-corrupt' });
    expect(readFileSync(join(folder, '00000002.log'), 'utf8')).toBe('not a segment');
  });
});
