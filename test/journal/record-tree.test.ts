import { beforeEach, describe, expect, it } from 'vitest';
import {
  bytesToHex,
  entryBytes,
  isConsistent,
  isIncluded,
  isSignedBy,
  leafHash,
  parseCheckpoint,
  parseLogProof,
  parseNote,
} from '../../src/base/index.ts';
import { createNotary, createRecordTree, type RecordTree, readJournal } from '../../src/journal/index.ts';
import { note, noteFold, open } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const SECRET = new Uint8Array(32).fill(9);
let disk: MemoryDisk;
let tree: RecordTree;

async function opened() {
  tree = createRecordTree(disk);
  const journal = await open(disk, { folds: [noteFold(), tree], segmentBytes: 20_000 });
  return { journal, notary: createNotary({ site: 'north', secretKeys: () => [SECRET], tree, journal }) };
}

beforeEach(async () => {
  disk = new MemoryDisk();
});

/** Whether a proof shows that `record` is in the log of `north`. */
function shows(
  text: string,
  record: { seq: number; kind: string; recordHash: string },
  key: Parameters<typeof isSignedBy>[1],
) {
  const proof = parseLogProof(text);
  const signed = parseNote(proof?.checkpoint ?? '');
  const checkpoint = parseCheckpoint(signed?.text ?? '');
  if (proof === undefined || signed === undefined || checkpoint === undefined || !isSignedBy(signed, key)) {
    return false;
  }
  const { seq, kind, recordHash } = record;
  const leaf = leafHash(entryBytes({ seq, kind, recordHash }));
  return isIncluded({ index: proof.index, size: checkpoint.size, leaf, root: checkpoint.root, proof: proof.hashes });
}

describe('the tree over the records of a journal', () => {
  it('is the same after a restart, in however many segments', async () => {
    const { journal } = await opened();
    await Promise.all(Array.from({ length: 700 }, (_, at) => note(journal, `note ${at}`).durable));
    const before = [1, 256, 300, 512, 701].map((size) => bytesToHex(tree.root(size)));
    await journal.close();
    expect(disk.list().length).toBeGreaterThan(5);
    const again = await opened();
    expect([1, 256, 300, 512, 701].map((size) => bytesToHex(tree.root(size)))).toEqual(before);
    await again.journal.close();
  });

  it('proves every record, also those that were read long ago', async () => {
    const { journal } = await opened();
    await Promise.all(Array.from({ length: 600 }, (_, at) => note(journal, `note ${at}`).durable));
    await journal.close();
    const { journal: second, notary } = await opened();
    const records = [...readJournal(disk)];
    for (const record of records) {
      expect(shows(notary.prove(record.seq), record, notary.key), `record ${record.seq}`).toBe(true);
    }
    const [first, other] = [records[3], records[4]];
    expect(shows(notary.prove(3), { ...first!, recordHash: other!.recordHash }, notary.key)).toBe(false);
    await second.close();
  });

  it('refuses to prove from a record that was changed on disk meanwhile', async () => {
    const { journal, notary } = await opened();
    await Promise.all(Array.from({ length: 600 }, (_, at) => note(journal, `note ${at}`).durable));
    const files = disk.files();
    files['00000001.log']![600] = (files['00000001.log']![600] ?? 0) ^ 1;
    Object.assign(disk, { read: (name: string) => files[name] });
    expect(() => notary.prove(1)).toThrow('does not fit its hash');
    expect(() => notary.prove(600)).not.toThrow();
    await journal.close();
  });
});

describe('a checkpoint', () => {
  it('never holds a record that a crash could take back', async () => {
    const { journal, notary } = await opened();
    const size = () => parseCheckpoint(parseNote(notary.checkpoint())?.text ?? '')?.size;
    const written = note(journal, 'soon');
    expect(journal.records).toBe(2);
    expect(size()).toBe(1);
    await written.durable;
    expect(size()).toBe(2);
    await journal.close();
  });

  it('is consistent with all before it', async () => {
    const { journal, notary } = await opened();
    const seen = [];
    for (let at = 0; at < 40; at += 1) {
      await note(journal, `note ${at}`).durable;
      seen.push(parseCheckpoint(parseNote(notary.checkpoint())?.text ?? '')!);
    }
    for (const second of seen) {
      for (const first of seen.filter(({ size }) => size <= second.size)) {
        expect(isConsistent({ first, second, proof: tree.consistency(first.size, second.size) })).toBe(true);
      }
    }
    await journal.close();
  });
});
