import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hmacSha256Under, utf8ToBytes } from '../../src/base/index.ts';
import { placesOf } from '../../src/dicom/transform/field-value.ts';
import { patientPseudonym, pseudonym } from '../../src/dicom/transform/pseudonym.ts';
import { costlyFile, type Folders, folders, goodFile, ingest, keptStaging, POISONED_CHILD } from './ingesting.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';
import { POLICY, PSEUDONYM_KEY } from './policy.ts';

// Which files are read in full depends on where a batch ends, and so on other patients' files. What a patient's files count for
// mustn't, also when reading one of them in full costs a child its life.

const KEYED = hmacSha256Under(PSEUDONYM_KEY);
const BATCH = 64;

let at: Folders;
beforeEach(() => {
  at = folders();
});
afterEach(() => at.remove());

const rankOf = (n: number) => pseudonym(KEYED, 'instance', [utf8ToBytes(`1.4.${n}`)]);

/** Two instances of which the costly one isn't read in full if it is read together with the other one. */
function pair(): { costly: number; good: number } {
  let costly = 2;
  while (rankOf(costly) < rankOf(1)) {
    costly += 1;
  }
  return { costly, good: 1 };
}

function goodOf(patient: string, n: number): Uint8Array {
  const ids = identifiers({ patient, study: '1.2', series: '1.3', instance: `1.4.${n}` });
  return part10(dataSet(...ids, element(0x00080060, 'CS', 'CT')));
}

type Kept = ReturnType<typeof keptStaging>;

/** Row and instances that are staged of a patient. */
function stagedOf({ rows, instances }: Kept, patient: string) {
  const key = patientPseudonym(KEYED, { patientId: utf8ToBytes(patient), issuer: new Uint8Array(0) });
  const own = rows.filter((row) => row.patient === key);
  const counted = [...rows, ...instances].filter((one) => one.patient === key).map(({ instance }) => instance);
  const least = own.sort((one, other) => (one.instance < other.instance ? -1 : 1))[0];
  return { least, instances: [...new Set(counted)].sort() };
}

describe('what a patient counts for', () => {
  const { costly, good } = pair();

  test.each([0, 62, 63, 64])('is the same behind %i files of others', async (others) => {
    for (let n = 0; n < others; n += 1) {
      at.put(`a-${String(n).padStart(3, '0')}`, goodFile(n));
    }
    at.put('m-1', costlyFile({ n: costly, patient: 'VICTIM' }));
    at.put('m-2', goodOf('VICTIM', good));
    const staging = keptStaging();
    await ingest(at, staging, { pool: { entry: POISONED_CHILD } });
    const { least, instances } = stagedOf(staging, 'VICTIM');
    expect(instances).toEqual([rankOf(costly), rankOf(good)].sort());
    expect(least?.instance).toBe(rankOf(good));
  });

  test('is the same for several patients, with and without one file of another', async () => {
    const victims = ['V1', 'V2', 'V3'];
    const counts = [];
    for (const others of [0, 1]) {
      const staging = keptStaging();
      const here = folders();
      let files = 0;
      const put = (bytes: Uint8Array) => here.put(String(files++).padStart(5, '0'), bytes);
      for (let n = 0; n < others; n += 1) {
        put(goodFile(n));
      }
      for (const [block, victim] of victims.entries()) {
        while (files < BATCH * block + BATCH - 2 + others) {
          put(goodFile(1_000 + files));
        }
        put(costlyFile({ n: costly, patient: victim }));
        put(goodOf(victim, good));
      }
      await ingest(here, staging, { pool: { entry: POISONED_CHILD } });
      here.remove();
      counts.push(victims.map((victim) => stagedOf(staging, victim)));
    }
    expect(counts[0]).toEqual(counts[1]);
    expect(counts[0]?.map(({ instances }) => instances.length)).toEqual([2, 2, 2]);
  });
});

const TAGS_READ = new Set(
  [...POLICY.columns.values()]
    .filter(({ field }) => field.transform.kind !== 'derived')
    .flatMap(({ field }) => placesOf(field))
    .filter(({ tag, within, concept }) => tag >>> 16 > 2 && within.length === 0 && concept === undefined)
    .map(({ tag }) => tag),
);

describe('a file whose every text is made to be slow costs no child', () => {
  const blank = (letters: number) => `${' '.repeat(letters - 1)}x`;
  test.each([
    ['LT', blank(65_000)],
    ['ST', blank(10_240)],
    ['TM', blank(10_240)],
    ['UC', blank(10_240)],
    ['UT', blank(10_240)],
    ['UT', '\n'.repeat(60_000)],
    ['PN', '1\\'.repeat(32_000)],
    ['LO', blank(65_000)],
  ])('%s', async (vr, text) => {
    const keys = [0x00080018, 0x00100020, 0x0020000d, 0x0020000e];
    const slow = [...TAGS_READ].filter((tag) => !keys.includes(tag)).map((tag) => element(tag, vr, text));
    at.put('slow', part10(dataSet(...identifiers(), ...slow)));
    const staging = keptStaging();
    expect(await ingest(at, staging)).toMatchObject({ read: 1, stored: 1, quarantined: {} });
    expect(staging.rows).toHaveLength(1);
  });
});
