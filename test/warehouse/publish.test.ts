import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexToBytes, hmacSha256, isSfumatoError, sha256, utf8ToBytes } from '../../src/base/index.ts';
import {
  hashSnapshotFile,
  openRegister,
  openStaging,
  type PublishOptions,
  publish,
  type StagedRow,
  slotAt,
  stagingFile,
} from '../../src/warehouse/index.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { inFolder, pseudonym, publishRows, row, SEAL_KEY, TRUNCATION_KEY } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';
import { type StoredRow, storedRows } from './support/stored-rows.ts';

const policy = smallPolicy();

/** A patient with `series` series in three studies, with values that differ between series. */
function patient(name: string, series: number): StagedRow[] {
  return Array.from({ length: series }, (_, at) =>
    row([name, `${name}-study-${at % 3}`, `${name}-series-${at}`, `${name}-instance-${at}`], {
      Modality: at % 7,
      PatientSex: at % 5,
      PatientAge: at - 1,
    }),
  );
}

const seedOf = (name: string): bigint =>
  new DataView(hmacSha256(TRUNCATION_KEY, hexToBytes(pseudonym(name))).buffer).getBigUint64(0);

/** The rows of each patient by seed, without their position. */
function byPatient(rows: readonly StoredRow[]): Map<bigint, StoredRow[]> {
  const patients = new Map<bigint, StoredRow[]>();
  for (const { patient: _position, ...values } of rows) {
    const seed = values.seed ?? 0n;
    patients.set(seed, [...(patients.get(seed) ?? []), values]);
  }
  return patients;
}

function published(rows: readonly StagedRow[], more: { optedOut?: readonly string[] } = {}): Promise<StoredRow[]> {
  return inFolder(async (folder) => {
    const { file } = await publishRows({ folder, policy, rows, ...more });
    return storedRows(file, policy);
  });
}

describe('publish', () => {
  it('is a per-patient map: taking one patient away changes no row of any other', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lengths, async (series) => {
        const people = series.map((count, at) => patient(`p${at}`, count));
        const all = byPatient(await published(people.flat()));
        const without = byPatient(await published(people.slice(1).flat()));
        all.delete(seedOf('p0'));
        expect(without).toEqual(all);
      }),
      { numRuns: 8 },
    );
  });

  it('keeps at most rowsPerPatientMax rows of a patient, the same ones whoever else is there', async () => {
    const crowd = patient('crowded', 40);
    const alone = await published(crowd);
    expect(alone).toHaveLength(12);
    const among = byPatient(await published([...patient('a', 3), ...crowd, ...patient('b', 30)]));
    expect(among.get(seedOf('crowded'))).toEqual(byPatient(alone).get(seedOf('crowded')));
  });

  it('keeps one value per patient where the policy says so: of the smallest series pseudonym that has one', async () => {
    const rows = patient('p', 9);
    const filled = rows.filter(({ values }) => values.PatientSex !== 4);
    const smallest = [...filled].sort((left, right) => (left.series < right.series ? -1 : 1))[0];
    const stored = await published(rows);
    expect(new Set(stored.map((one) => Number(one.PatientSex)))).toEqual(new Set([smallest?.values.PatientSex]));
    const nothing = await published([row(['q', 's', 'a', 'i'], { PatientSex: 4 })]);
    expect(nothing[0]?.PatientSex).toBe(4n);
  });

  it('never publishes a patient who opted out', async () => {
    const rows = [...patient('stays', 3), ...patient('leaves', 3)];
    const stored = await published(rows, { optedOut: [pseudonym('leaves')] });
    expect([...byPatient(stored).keys()]).toEqual([seedOf('stays')]);
  });

  it('gives positions 1 to n in pseudonym order, and counts studies per patient', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `p${at}`);
    const stored = await published(names.flatMap((name) => patient(name, 5)));
    const positions = [...new Set(stored.map((one) => Number(one.patient)))];
    expect(positions).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    const order = [...new Set(stored.map((one) => one.seed))];
    expect(order).toEqual([...names].sort((a, b) => (pseudonym(a) < pseudonym(b) ? -1 : 1)).map(seedOf));
    expect(new Set(stored.map((one) => Number(one.study)))).toEqual(new Set([1, 2, 3]));
  });

  it('holds both ends of every domain in two rows that are no patient’s', async () => {
    await inFolder(async (folder) => {
      const { file } = await publishRows({ folder, policy, rows: patient('p', 2) });
      const all = await storedRows(file, policy, 'all');
      const [low, high] = all.filter((one) => one.live !== 1n);
      expect(all).toHaveLength(4);
      expect(low).toMatchObject({ patient: 0n, study: 0n, seed: 0n, block: 0n, scope: 0n, instances: 0n });
      expect(high).toMatchObject({
        patient: 1023n,
        study: 12n,
        seed: 2n ** 64n - 1n,
        block: 9999n,
        scope: 2n ** 32n - 1n,
        instances: 65535n,
      });
      for (const [keyword, column] of policy.columns) {
        const ends = column.kind === 'dimension' ? [0, column.missingCode] : [column.missingStep, column.maxStep];
        expect([low?.[keyword], high?.[keyword]]).toEqual(ends.map(BigInt));
      }
    });
  });

  it('keeps every patient in the block of the first publish, for ever', async () => {
    await inFolder(async (folder) => {
      const first = await publishRows({ folder, policy, rows: patient('old', 2), day: '2025-11-20' });
      const second = await publishRows({
        folder,
        policy,
        rows: [...patient('old', 2), ...patient('new', 2)],
        day: '2026-01-02',
        expected: first.record,
        seed: 'second',
      });
      const blocks = byPatient(await storedRows(second.file, policy));
      expect(blocks.get(seedOf('old'))?.[0]?.block).toBe(2025n);
      expect(blocks.get(seedOf('new'))?.[0]?.block).toBe(2026n);
      expect([first.record.block, second.record.block]).toEqual([2025, 2026]);
    });
  });

  it('leaves one read-only file whose salted hash is the recorded one', async () => {
    await inFolder(async (folder) => {
      const { file, record } = await publishRows({ folder, policy, rows: patient('p', 3) });
      expect(readdirSync(join(folder, 'snapshots'))).toEqual([`${record.id}.duckdb`]);
      expect(statSync(file).mode & 0o777).toBe(0o400);
      expect(await hashSnapshotFile(file, record.salt)).toBe(record.saltedFileHash);
      const plain = Buffer.from(sha256(readFileSync(file))).toString('hex');
      expect(JSON.stringify(record)).not.toContain(plain);
      chmodSync(file, 0o600);
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      expect(await hashSnapshotFile(file, record.salt)).not.toBe(record.saltedFileHash);
    });
  });

  it('comes out the same however many rows are sorted at a time', async () => {
    const rows = Array.from({ length: 9 }, (_, at) => patient(`p${at}`, at + 6)).flat();
    const file = (rowsPerPass: number) =>
      inFolder(async (folder) => {
        const { file } = await publishRows({ folder, policy, rows, rowsPerPass });
        return storedRows(file, policy, 'all');
      });
    const whole = await file(1_000);
    expect(whole).toHaveLength(89);
    expect(await file(1)).toEqual(whole);
    expect(await file(40)).toEqual(whole);
  });

  it('leaves the staging open: what comes after it is in the next snapshot', async () => {
    await inFolder(async (folder) => {
      const entropy = seededEntropy('twice');
      const register = openRegister({ folder, key: SEAL_KEY, entropy, expected: undefined });
      const staging = await openStaging({ folder, policy });
      const next = (day: string) =>
        publish({
          staging,
          policy,
          sizeClass: { patientsLog2: 10 },
          truncationKey: TRUNCATION_KEY,
          register,
          slot: slotAt('daily', Date.parse(day)),
          entropy,
          snapshotsFolder: join(folder, 'snapshots'),
        });
      await staging.add(patient('first', 2));
      await staging.markSeen(['one']);
      const [first] = await Promise.all([next('2026-03-14'), staging.add(patient('second', 3))]);
      expect(await staging.seen(['one', 'two'])).toEqual(new Set(['one']));
      const second = await next('2026-03-15');
      await staging.close();
      expect((await storedRows(first.file, policy)).length).toBeGreaterThanOrEqual(2);
      expect(await storedRows(second.file, policy)).toHaveLength(5);
      expect(existsSync(`${staging.file}.tmp`)).toBe(false);
    });
  });

  it('publishes a site without any patient', async () => {
    expect(await published([])).toEqual([]);
  });
});

describe('a publish that fails', () => {
  async function attempt(folder: string, rows: readonly StagedRow[], more: Partial<PublishOptions>): Promise<unknown> {
    const entropy = seededEntropy('attempt');
    const register = openRegister({ folder, key: SEAL_KEY, entropy, expected: undefined });
    const staging = await openStaging({ folder, policy });
    try {
      await staging.add(rows);
      return await publish({
        staging,
        policy,
        sizeClass: { patientsLog2: 10 },
        truncationKey: TRUNCATION_KEY,
        register,
        slot: slotAt('daily', 0),
        entropy,
        snapshotsFolder: join(folder, 'snapshots'),
        ...more,
      }).catch((error: unknown) => error);
    } finally {
      await staging.close();
    }
  }

  it.each(['patients', 'rows', 'file'] as const)('leaves nothing visible when interrupted at %s', async (step) => {
    await inFolder(async (folder) => {
      const stop = new AbortController();
      const progress: PublishOptions['progress'] = (at) => {
        if (at.step === step) {
          stop.abort();
        }
      };
      const result = await attempt(folder, patient('p', 5), { progress, signal: stop.signal });
      expect(isSfumatoError(result, 'interrupted')).toBe(true);
      expect(readdirSync(join(folder, 'snapshots'))).toEqual([]);
      expect(existsSync(join(folder, 'register.sealed'))).toBe(false);
      const { file } = await publishRows({ folder, policy, rows: [] });
      expect(await storedRows(file, policy)).toHaveLength(5);
    });
  });

  it('clears away what a killed publish left behind', async () => {
    await inFolder(async (folder) => {
      const { record } = await publishRows({ folder, policy, rows: [] });
      const left = join(folder, 'snapshots', `.${'0'.repeat(32)}.partial`);
      writeFileSync(left, 'half a snapshot');
      const spilled = `${stagingFile(folder, policy)}.tmp`;
      mkdirSync(spilled);
      writeFileSync(join(spilled, 'duckdb_temp_storage-0.tmp'), 'rows that did not fit in memory');
      await publishRows({ folder, policy, rows: [], seed: 'again', day: '2026-04-01', expected: record });
      expect(existsSync(left)).toBe(false);
      expect(existsSync(spilled)).toBe(false);
      expect(readdirSync(join(folder, 'snapshots'))).toHaveLength(2);
    });
  });

  it('refuses more patients than the size class holds, and says to declare a larger one', async () => {
    const rows = Array.from({ length: 255 }, (_, at) => patient(`p${at}`, 1)).flat();
    const fitting = inFolder((folder) => attempt(folder, rows.slice(1), { sizeClass: { patientsLog2: 8 } }));
    expect(await fitting).toHaveProperty('record');
    await inFolder(async (folder) => {
      const result = await attempt(folder, rows, { sizeClass: { patientsLog2: 8 } });
      expect(isSfumatoError(result, 'publish-refused') && result.message).toMatch(/declare a larger one/);
    });
  });

  it('refuses a staging that was made under another de-identification', async () => {
    await inFolder(async (folder) => {
      const result = await attempt(folder, [], { policy: smallPolicy({ rowsPerPatientMax: 20 }) });
      expect(isSfumatoError(result, 'publish-refused')).toBe(true);
    });
  });

  it('says so when it can’t write', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'occupied'), 'a file where the folder should be');
      const result = await attempt(folder, [], { snapshotsFolder: join(folder, 'occupied') });
      expect(isSfumatoError(result, 'file-unwritable')).toBe(true);
    });
  });
});

it('hides nothing in key order: the truncation key decides which rows stay', async () => {
  const rows = patient('crowded', 40);
  const kept = (await published(rows)).map((one) => one.PatientAge);
  const expected = rows
    .map(({ study, series, values }) => {
      const text = [seedOf('crowded'), BigInt(`0x${study}`), BigInt(`0x${series}`)].join(' ');
      return { key: Buffer.from(sha256(utf8ToBytes(text))).toString('hex'), age: BigInt(values.PatientAge ?? 0) };
    })
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .slice(0, 12)
    .map(({ age }) => age);
  expect([...kept].sort()).toEqual([...expected].sort());
});
