import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isSfumatoError } from '../../src/base/index.ts';
import { readJournal, verifyJournal } from '../../src/journal/index.ts';
import { note, noteFold, open } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

type Files = Record<string, Uint8Array>;
const SEGMENT_BYTES = 1_300;
let files: Files;
let written: readonly string[];

/** What a fresh node would make of these files: its notes, or the error's code and message. */
async function outcome(given: Files) {
  const fold = noteFold();
  const disk = new MemoryDisk(given);
  try {
    const journal = await open(disk, { folds: [fold], segmentBytes: SEGMENT_BYTES });
    await journal.close();
    expect(verifyJournal({ disk, folds: [noteFold()] })).toMatchObject({ verified: true });
    return { notes: fold.notes, disk };
  } catch (error) {
    if (!isSfumatoError(error)) {
      throw error;
    }
    return { refused: error };
  }
}

const verified = (given: Files) => verifyJournal({ disk: new MemoryDisk(given), folds: [noteFold()] }).verified;

function changed(name: string, at: number, by: number): Files {
  const bytes = files[name]!.slice();
  bytes[at] = bytes[at]! ^ by;
  return { ...files, [name]: bytes };
}

beforeAll(async () => {
  const disk = new MemoryDisk();
  for (const texts of [
    ['a', 'b', 'c', 'd'],
    ['e', 'f', 'g'],
  ]) {
    const journal = await open(disk, { folds: [noteFold()], segmentBytes: SEGMENT_BYTES });
    for (const text of texts) {
      await note(journal, text).durable;
    }
    await journal.close();
  }
  files = disk.files();
  written = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(Object.keys(files).length).toBeGreaterThanOrEqual(3);
  expect(verified(files)).toBe(true);
});

describe('a changed journal', () => {
  it('is never opened and never verifies, whichever byte was changed', async () => {
    let looked = 0;
    for (const [name, bytes] of Object.entries(files)) {
      for (let at = 0; at < bytes.length; at += 1) {
        const given = changed(name, at, 1 << (at % 8));
        expect((await outcome(given)).refused?.code, `${name} byte ${at}`).toBe('journal-corrupt');
        expect(verified(given), `${name} byte ${at}`).toBe(false);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(2_500);
  });

  it('is refused for each bit of its last record', async () => {
    const [name, bytes] = Object.entries(files).at(-1)!;
    const last = [...readJournal(new MemoryDisk(files))].at(-1)!.position;
    for (let at = last.offset; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        expect((await outcome(changed(name, at, 1 << bit))).refused?.code).toBe('journal-corrupt');
      }
    }
  });

  it('names the file, the byte and the record', async () => {
    const last = [...readJournal(new MemoryDisk(files))].at(-1)!;
    const name = Object.keys(files).at(-1)!;
    const given = changed(name, last.position.offset + 20, 1);
    const place = { file: name, offset: last.position.offset, seq: last.seq };
    expect(verifyJournal({ disk: new MemoryDisk(given), folds: [noteFold()] })).toMatchObject({
      verified: false,
      ...place,
    });
    const message = (await outcome(given)).refused?.message;
    expect(message).toContain(`${name}, byte ${place.offset}, record ${place.seq}`);
  });

  it('opens with a prefix of what was written when its end is missing, and says what it dropped', async () => {
    const [name, bytes] = Object.entries(files).at(-1)!;
    let drops = 0;
    for (let length = 0; length < bytes.length; length += 1) {
      const given = { ...files, [name]: bytes.slice(0, length) };
      const whole = [...readJournal(new MemoryDisk(given))];
      const boundary = length === 0 || whole.at(-1)!.position.offset + whole.at(-1)!.position.bytes === length;
      const { notes, disk } = await outcome(given);
      expect(notes).toEqual(written.slice(0, notes?.length));
      expect(notes).toHaveLength(whole.filter(({ kind }) => kind === 'note').length);
      const epoch = [...readJournal(disk!)].at(-1)!;
      if (
        epoch.body !== null &&
        typeof epoch.body === 'object' &&
        'dropped' in epoch.body &&
        epoch.body.dropped !== null
      ) {
        drops += 1;
        expect(epoch.body.dropped).toMatchObject({ file: name });
      } else {
        expect(boundary || length === headerLength(bytes), `length ${length}`).toBe(true);
      }
      expect(verified(given)).toBe(boundary ? length !== 0 : length === headerLength(bytes));
    }
    expect(drops).toBeGreaterThan(300);
  });

  it('is refused when an earlier segment was cut anywhere', async () => {
    const [name, bytes] = Object.entries(files)[0]!;
    for (let length = 0; length < bytes.length; length += 1) {
      const given = { ...files, [name]: bytes.slice(0, length) };
      expect((await outcome(given)).refused?.code, `length ${length}`).toBe('journal-corrupt');
      expect(verified(given)).toBe(false);
    }
  });

  it('is refused when a segment is missing, doubled, exchanged or strange', async () => {
    const [first, second, third] = Object.keys(files) as [string, string, string];
    const { [second]: _gone, ...missing } = files;
    const wrong: readonly Files[] = [
      missing,
      { ...files, [first]: files[second]!, [second]: files[first]! },
      { ...files, '00000009.log': files[third]! },
      { ...files, '00000000.log': files[first]! },
      { ...files, 'notes.txt': new Uint8Array(0) },
      { ...files, '.hidden': new Uint8Array(0) },
    ];
    for (const given of wrong) {
      expect((await outcome(given)).refused?.code).toBe('journal-corrupt');
      expect(verified(given)).toBe(false);
    }
  });

  it('never verifies with bytes behind its end, be they zeros or a copy of a record', () => {
    const [name, bytes] = Object.entries(files).at(-1)!;
    const last = [...readJournal(new MemoryDisk(files))].at(-1)!.position;
    for (const tail of [[0], Array(8).fill(0), Array(4096).fill(0), bytes.slice(last.offset)]) {
      expect(verified({ ...files, [name]: Uint8Array.from([...bytes, ...tail]) })).toBe(false);
    }
  });

  it('is refused when bytes follow on a segment that is not the last', async () => {
    for (const name of Object.keys(files).slice(0, -1)) {
      for (const tail of [[0], [1, 2, 3, 4, 5, 6, 7], Array(8).fill(0)]) {
        const given = { ...files, [name]: Uint8Array.from([...files[name]!, ...tail]) };
        expect((await outcome(given)).refused?.code).toBe('journal-corrupt');
      }
    }
  });

  it('never opens with a copied or reordered record', async () => {
    const [name, bytes] = Object.entries(files)[0]!;
    const [, one, two] = [...readJournal(new MemoryDisk(files))].map(({ position: { offset, bytes: length } }) =>
      bytes.slice(offset, offset + length),
    );
    const start = bytes.length - one!.length - two!.length;
    for (const order of [[two!, one!], [one!, one!], [two!]]) {
      const given = {
        ...files,
        [name]: Uint8Array.from([bytes.slice(0, start), ...order].flatMap((part) => [...part])),
      };
      expect((await outcome(given)).refused?.code).toBe('journal-corrupt');
    }
  });

  it('verifies nothing where nothing is', () => {
    expect(verified({})).toBe(false);
    expect(verified({ '00000001.log': new Uint8Array(0) })).toBe(false);
  });

  it('does not take a record whose kind or form no fold knows', () => {
    expect(verifyJournal({ disk: new MemoryDisk(files), folds: [] })).toMatchObject({ verified: false, seq: 1 });
    const folds = [{ ...noteFold(), kinds: { note: z.strictObject({ text: z.string(), by: z.string() }) } }];
    expect(verifyJournal({ disk: new MemoryDisk(files), folds })).toMatchObject({ verified: false, seq: 1 });
  });

  it.each([
    ['a kind', [], 'format-newer', /: this version knows no records of kind note; use the version that wrote it\.$/],
    [
      'a member of a record',
      [{ ...noteFold(), kinds: { note: z.strictObject({}) } }],
      'journal-corrupt',
      /, record 1: this version knows no records of kind note with this content: a newer one wrote it, or it is damaged; use the version that wrote it, and if that says the same, restore the journal from a copy that verifies, and keep this one\.$/,
    ],
  ])(
    'sends whoever went back to an older version, which lacks %s, to the newer one first',
    async (_, folds, code, message) => {
      await expect(open(new MemoryDisk(files), { folds })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    },
  );
});

function headerLength(bytes: Uint8Array): number {
  return bytes.indexOf('\n'.charCodeAt(0)) + 1;
}
