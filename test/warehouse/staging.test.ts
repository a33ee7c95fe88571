import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, isSfumatoError } from '../../src/base/index.ts';
import { openStaging, type StagedRow, type Staging, stagingFile } from '../../src/warehouse/index.ts';
import { inFolder, pseudonym, publishRows, row } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';
import { storedRows } from './support/stored-rows.ts';

const policy = smallPolicy();

const rows: StagedRow[] = [
  row(['p1', 's1', 'a', 'a1'], { Modality: 0, PatientAge: 40 }),
  row(['p1', 's1', 'a', 'a2'], { Modality: 1, PatientAge: 41 }),
  row(['p1', 's1', 'b', 'b1'], { Modality: 2 }),
  row(['p2', 's1', 'a', 'a1'], { Modality: 3 }),
  // Two files that claim to be one instance and differ.
  row(['p2', 's2', 'c', 'c1'], { Modality: 4, PatientAge: 7 }),
  row(['p2', 's2', 'c', 'c1'], { Modality: 4, PatientAge: 8 }),
  // The same, but for what isn't a column.
  { ...row(['p2', 's2', 'c', 'c1'], { Modality: 4, PatientAge: 8 }), day: 4 },
];

async function published(batches: readonly (readonly StagedRow[])[]) {
  return inFolder(async (folder) => {
    const staging = await openStaging({ folder, policy });
    for (const batch of batches) {
      await staging.add(batch);
      await staging.flush();
    }
    await staging.close();
    const { file } = await publishRows({ folder, policy, rows: [] });
    return storedRows(file, policy);
  });
}

describe('staging', () => {
  it('comes out the same whatever the order, the batches and the repetitions of its rows', async () => {
    const expected = await published([rows]);
    expect(expected).toHaveLength(4);
    const shuffled = fc.tuple(
      fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      fc.shuffledSubarray(rows),
      fc.integer({ min: 1, max: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([all, again, cut]) => {
        expect(await published([all.slice(0, cut), all.slice(cut), again])).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  it('takes however many instances and marks at once', () =>
    inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      const [{ patient, study, series }] = [row(['p1', 's1', 'a', 'a1'])];
      const names = Array.from({ length: 150_000 }, (_, at) => at.toString(16).padStart(32, '0'));
      await staging.count(names.map((instance) => ({ patient, study, series, instance })));
      await staging.markSeen(names);
      await staging.close();
    }));

  it('takes the values of a series from its smallest instance pseudonym and counts distinct instances', async () => {
    const stored = await published([rows]);
    const smallest = [...rows.slice(0, 2)].sort((left, right) => (left.instance < right.instance ? -1 : 1))[0];
    const series = stored.filter((one) => one.instances === 2n);
    expect(series).toHaveLength(1);
    expect(Number(series[0]?.PatientAge)).toBe(smallest?.values.PatientAge);
  });

  it('goes on where it stopped: marked files are seen after a new start, others are not', async () => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      await staging.add(rows);
      await staging.markSeen(['one', 'two']);
      expect(await staging.seen(['one', 'three'])).toEqual(new Set(['one']));
      await staging.close();
      const again = await openStaging({ folder, policy });
      expect(await again.seen(['one', 'two', 'three'])).toEqual(new Set(['one', 'two']));
      expect(await again.totals()).toEqual({ patients: 2, studies: 3, series: 4, instances: 5, devices: 0 });
      await again.close();
    });
  });

  it('is made as one step: what a crash left of one that was being made is no hindrance', async () => {
    await inFolder(async (folder) => {
      const file = stagingFile(folder, policy);
      mkdirSync(join(folder, 'staging'));
      for (const left of [`${file}.partial`, `${file}.partial.wal`]) {
        writeFileSync(left, 'half a header');
      }
      const staging = await openStaging({ folder, policy });
      expect(await staging.totals()).toMatchObject({ series: 0 });
      await staging.close();
      expect(readdirSync(join(folder, 'staging'))).toEqual([basename(file)]);
    });
  });

  it('is made of nothing where its file is gone, whatever log of it a crash left', async () => {
    await inFolder(async (folder) => {
      const file = stagingFile(folder, policy);
      const staging = await openStaging({ folder, policy });
      await staging.add(rows);
      await staging.flush();
      const log = readFileSync(`${file}.wal`);
      await staging.close();
      rmSync(file);
      writeFileSync(`${file}.wal`, log);
      const again = await openStaging({ folder, policy });
      expect(await again.totals()).toMatchObject({ series: 0 });
      await again.close();
    });
  });

  it('that is damaged is said to be, wherever the damage is, and not to be unwritable', async () => {
    await inFolder(async (folder) => {
      const file = stagingFile(folder, policy);
      const staging = await openStaging({ folder, policy });
      await staging.add(rows);
      await staging.close();
      const whole = readFileSync(file);
      const told: unknown[] = [];
      for (let at = 12_288; at < whole.length; at += 65_536) {
        const damaged = Uint8Array.from(whole).fill(0x5a, at, at + 65_536);
        writeFileSync(file, damaged);
        const opened = await openStaging({ folder, policy }).catch((error: unknown) => error);
        if (opened instanceof Error) {
          expect(opened, `at ${at}`).toMatchObject({
            code: 'file-unreadable',
            message: expect.stringMatching(/is it damaged\?$/),
          });
          told.push(opened.stack);
        } else {
          await (opened as Staging).close();
        }
      }
      // Some is seen as the file is opened, and some only where it is read.
      expect(told.some((stack) => /keptDescription/.test(String(stack)))).toBe(true);
    });
  });

  it('sees thousands of files at once, marked before the first question, after it, or not at all', async () => {
    await inFolder(async (folder) => {
      const keys = Array.from({ length: 4_096 }, (_, at) => (at % 2 === 0 ? pseudonym(`file ${at}`) : `file ${at}`));
      const [before, written, after, never] = [0, 1, 2, 3].map((part) => keys.filter((_, at) => at % 4 === part));
      const staging = await openStaging({ folder, policy });
      await staging.markSeen(written ?? []);
      await staging.flush();
      await staging.markSeen(before ?? []);
      expect(await staging.seen(keys)).toEqual(new Set([...(before ?? []), ...(written ?? [])]));
      await staging.markSeen(after ?? []);
      const marked = new Set(keys.filter((key) => !never?.includes(key)));
      expect(await staging.seen(keys)).toEqual(marked);
      await staging.close();
      const again = await openStaging({ folder, policy });
      expect(await again.seen(keys)).toEqual(marked);
      await again.close();
    });
  });

  it('takes marks back, also from those that wait, for this run and those after', async () => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      const keys = ['one', 'two', 'three', pseudonym('four')];
      await staging.markSeen(keys.slice(0, 2));
      await staging.flush();
      await staging.seen(keys);
      await staging.markSeen(keys.slice(2));
      await staging.forgetSeen(['one', 'three', 'never']);
      const left = new Set(['two', pseudonym('four')]);
      expect(await staging.seen([...keys, 'never'])).toEqual(left);
      await staging.markSeen(['three']);
      await staging.close();
      const again = await openStaging({ folder, policy });
      expect(await again.seen([...keys, 'never'])).toEqual(new Set([...left, 'three']));
      await again.forgetSeen(['two']);
      await again.close();
      const last = await openStaging({ folder, policy });
      expect(await last.seen(keys)).toEqual(new Set(['three', pseudonym('four')]));
      await last.close();
    });
  });

  it('counts what is staged: devices of the headers that count, and instances as seen or as a source says', async () => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      const [scanner, other] = [pseudonym('scanner'), pseudonym('other')];
      const [first = '', second = ''] = ['x', 'y'].sort((a, b) => (pseudonym(a) < pseudonym(b) ? -1 : 1));
      await staging.add([
        { ...row(['p1', 's1', 'a', first]), device: scanner },
        { ...row(['p1', 's1', 'a', second]), device: other },
        { ...row(['p1', 's1', 'b', 'b1']), device: scanner },
        { ...row(['p2', 's2', 'c', 'c']), instances: 300 },
      ]);
      await staging.flush();
      await staging.add([{ ...row(['p2', 's2', 'c', 'c']), instances: 200 }]);
      await staging.count([row(['p1', 's1', 'b', 'b1']), row(['p1', 's1', 'b', 'b2']), row(['p3', 's3', 'd', 'd1'])]);
      // Two of a, two of b, 300 of c, and one of d, which has no header yet.
      const totals = { patients: 3, studies: 3, series: 4, instances: 305, devices: 1 };
      expect(await staging.totals()).toEqual(totals);
      expect(await staging.totals()).toEqual(totals);
      await staging.close();
    });
  });

  it('publishes as many instances as a source says or as were seen, whichever is more, and no more than are counted', async () => {
    await inFolder(async (folder) => {
      const staged = [
        { ...row(['p1', 's', 'a', 'a']), instances: 3 },
        { ...row(['p1', 's', 'a', 'a']), instances: 2 },
        row(['p1', 's', 'a', 'a1']),
        { ...row(['p2', 's', 'b', 'b']), instances: 1 },
        { ...row(['p3', 's', 'c', 'c']), instances: 1e9 },
      ];
      const counted = ['b1', 'b2', 'b2'].map((instance) => row(['p2', 's', 'b', instance]));
      const { file } = await publishRows({ folder, policy, rows: staged, counted });
      const instances = (await storedRows(file, policy)).map((one) => Number(one.instances));
      expect(instances.sort((one, other) => one - other)).toEqual([2, 3, 65_535]);
    });
  });

  it('reports how full each column is, per series', async () => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      await staging.add([...rows, row(['p3', 's9', 'z', 'z1'], { Modality: 5 })]);
      const rates = await staging.fillRates();
      expect(rates.find(({ keyword }) => keyword === 'Modality')).toEqual({
        keyword: 'Modality',
        series: 5,
        filled: 5,
        other: 1,
      });
      expect(rates.find(({ keyword }) => keyword === 'SliceThickness')?.filled).toBe(0);
      await staging.close();
    });
  });

  it.each([
    ['a code beyond the domain', row(['p', 's', 'a', 'i'], { Modality: 7 })],
    ['a step below MISSING', row(['p', 's', 'a', 'i'], { PatientAge: -2 })],
    ['a fraction', row(['p', 's', 'a', 'i'], { PatientAge: 1.5 })],
    ['a value of a column that the policy lacks', row(['p', 's', 'a', 'i'], { Modality: 1, PatientName: 3 })],
    ['a device that is no pseudonym', { ...row(['p', 's', 'a', 'i']), device: 'CT-1' }],
    ['a day before all days', { ...row(['p', 's', 'a', 'i']), day: -1 }],
    ['a day with a time', { ...row(['p', 's', 'a', 'i']), day: 7.5 }],
    ['a negative number of instances', { ...row(['p', 's', 'a', 'i']), instances: -1 }],
    ['an identifier that is no pseudonym', { ...row(['p', 's', 'a', 'i']), patient: 'DOE^JANE' }],
  ])('never stores %s', async (_what, bad) => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      await expect(staging.add([row(['p', 's', 'b', 'j']), bad])).rejects.toBeInstanceOf(AssertionFailure);
      expect(await staging.totals()).toMatchObject({ patients: 0, series: 0, instances: 0 });
      await staging.close();
    });
  });

  it('never stages a value of a column that publish works out', async () => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy: smallPolicy({ derived: true }) });
      const bad = row(['p', 's', 'a', 'i'], { SeriesOfStudy: 2 });
      await expect(staging.add([bad])).rejects.toBeInstanceOf(AssertionFailure);
      expect((await staging.fillRates()).map(({ keyword }) => keyword)).not.toContain('SeriesOfStudy');
      await staging.close();
    });
  });

  it('never opens one file twice in a process, nor under another layout', async () => {
    await inFolder(async (folder) => {
      const staging = await openStaging({ folder, policy });
      await expect(openStaging({ folder, policy })).rejects.toBeInstanceOf(AssertionFailure);
      await staging.close();
      const other = { ...smallPolicy({ rowsPerPatientMax: 5 }) };
      const disguised = {
        ...other,
        deidentificationHash: `${policy.deidentificationHash.slice(0, 16)}${'0'.repeat(48)}`,
      };
      expect(stagingFile(folder, disguised)).toBe(stagingFile(folder, policy));
      const refused = await openStaging({ folder, policy: disguised }).catch((error: unknown) => error);
      expect(isSfumatoError(refused, 'file-unreadable')).toBe(true);
    });
  });
});
