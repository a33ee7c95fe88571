import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHandle } from '../../src/warehouse/engine/handle.ts';
import {
  compareStagings,
  discardAnew,
  openStaging,
  replacementReady,
  type StagedRow,
  stagingsThere,
} from '../../src/warehouse/index.ts';
import { sourceOf } from '../../src/warehouse/staging/staging.ts';
import { stagingFile } from '../../src/warehouse/staging/staging-file.ts';
import { inFolder, row } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';

const policy = smallPolicy();
const of = (patient: string, series: string): StagedRow => row([patient, 's1', series, `${series} 1`], { Modality: 0 });
const BEFORE = [of('p1', 'a'), of('p1', 'b'), of('p2', 'c')];
// p1 lost a series, p2 was corrected to p3, and p4 is new with two studies.
const AFTER = [of('p1', 'a'), of('p3', 'c'), of('p4', 'd'), row(['p4', 's2', 'e', 'e1'])];

async function staged(folder: string, rows: readonly StagedRow[], anew = false) {
  const staging = await openStaging({ folder, policy, anew });
  await staging.add(rows);
  await staging.noteSource({ key: '0'.repeat(32), kind: 'folder', whole: true, begunMs: 5 });
  await staging.flush();
  return staging;
}

describe('what was read anew, beside what is staged', () => {
  it('is compared patient by patient, study by study and series by series', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      await (await staged(folder, AFTER, true)).close();
      expect(await compareStagings({ folder, policy })).toEqual({
        staged: { patients: 2, studies: 2, series: 3, instances: 3, devices: 0 },
        anew: { patients: 3, studies: 4, series: 4, instances: 4, devices: 0 },
        gone: { patients: 1, studies: 1, series: 2 },
        come: { patients: 2, studies: 3, series: 3 },
        ...{ unread: [], leftOut: [], again: [], sinceMs: 5, others: 0 },
      });
    }));

  it('is another patient’s, study’s or series’ where one of the three differs', () =>
    inFolder(async (folder) => {
      await (await staged(folder, [row(['p1', 's1', 'a', 'a1'])])).close();
      await (await staged(folder, [row(['p1', 's2', 'a', 'a1'])], true)).close();
      expect(await compareStagings({ folder, policy })).toMatchObject({
        gone: { patients: 0, studies: 1, series: 1 },
        come: { patients: 0, studies: 1, series: 1 },
      });
    }));

  it('takes its place whole, and takes nothing of the other, also after a crash that left the logs of both', () =>
    inFolder(async (folder) => {
      const crashed = join(folder, 'crashed');
      const [old, fresh] = [await staged(folder, BEFORE), await staged(folder, AFTER, true)];
      mkdirSync(crashed);
      cpSync(join(folder, 'staging'), join(crashed, 'staging'), { recursive: true });
      await old.close();
      await fresh.close();
      const logs = () => readdirSync(join(crashed, 'staging')).filter((name) => name.endsWith('.wal'));
      expect(logs()).toHaveLength(2);
      (await replacementReady({ folder: crashed, policy }))();
      expect(logs()).toEqual([]);
      expect(stagingsThere({ folder: crashed, policy })).toEqual({ staged: true, anew: false });
      const now = await openStaging({ folder: crashed, policy });
      expect(await now.totals()).toMatchObject({ patients: 3, studies: 4, series: 4 });
      await now.close();
    }));

  it('goes alone when it is discarded', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      const anew = await staged(folder, AFTER, true);
      cpSync(join(folder, 'staging'), join(folder, 'crashed', 'staging'), { recursive: true });
      await anew.close();
      expect(discardAnew(join(folder, 'crashed'))).toBe(true);
      expect(discardAnew(join(folder, 'crashed'))).toBe(false);
      expect(readdirSync(join(folder, 'crashed', 'staging'))).toHaveLength(1);
      expect(stagingsThere({ folder: join(folder, 'crashed'), policy })).toEqual({ staged: true, anew: false });
    }));

  it('goes when it is discarded under whatever policy it was read, with what a crash left beside it', () =>
    inFolder(async (folder) => {
      expect(discardAnew(folder)).toBe(false);
      await (await staged(folder, BEFORE)).close();
      const [own] = readdirSync(join(folder, 'staging'));
      const former = ['.duckdb', '.anew.duckdb', '.anew.duckdb.wal', '.anew.duckdb.partial'];
      for (const end of former) {
        writeFileSync(join(folder, 'staging', `${'0f'.repeat(8)}${end}`), '');
      }
      expect(discardAnew(folder)).toBe(true);
      expect(readdirSync(join(folder, 'staging')).sort()).toEqual([own, `${'0f'.repeat(8)}.duckdb`].sort());
    }));

  it('deletes, when it takes its place, the stagings of other de-identifications and nothing else', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      await (await staged(folder, AFTER, true)).close();
      const own = readdirSync(join(folder, 'staging'));
      const others = ['.duckdb', '.duckdb.wal', '.anew.duckdb', '.anew.duckdb.tmp'].map(
        (end) => `${'0f'.repeat(8)}${end}`,
      );
      for (const name of [...others, 'notes.txt']) {
        writeFileSync(join(folder, 'staging', name), '');
      }
      expect(await compareStagings({ folder, policy })).toMatchObject({ others: 1 });
      const replace = await replacementReady({ folder, policy });
      expect(readdirSync(join(folder, 'staging')).sort()).toEqual([...own, 'notes.txt'].sort());
      replace();
      expect(readdirSync(join(folder, 'staging')).sort()).toEqual([
        own.find((name) => !name.includes('anew')),
        'notes.txt',
      ]);
    }));
});

describe('a replacement that does not come about', () => {
  it('has deleted the stagings of other de-identifications all the same, so that no crash leaves any behind it', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      await (await staged(folder, AFTER, true)).close();
      const [anew = '', own] = readdirSync(join(folder, 'staging')).sort();
      writeFileSync(join(folder, 'staging', `${'0f'.repeat(8)}.duckdb`), '');
      const replace = await replacementReady({ folder, policy });
      rmSync(join(folder, 'staging', anew));
      expect(replace).toThrow(/could not be written/);
      expect(readdirSync(join(folder, 'staging'))).toEqual([own]);
    }));
});

describe('the sources of a staging', () => {
  it('are remembered once each, by the last thing that was said of them', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      const anew = await staged(folder, BEFORE, true);
      await anew.noteSource({ key: '1'.repeat(32), kind: 'table', whole: false, begunMs: 5 });
      await anew.close();
      expect(await compareStagings({ folder, policy })).toMatchObject({ unread: ['table'], leftOut: [] });
      const old = await openStaging({ folder, policy });
      await old.noteSource({ key: '2'.repeat(32), kind: 'dicomweb', whole: true, begunMs: 5 });
      await old.noteSource({ key: '1'.repeat(32), kind: 'table', whole: true, begunMs: 5 });
      await old.close();
      const more = await openStaging({ folder, policy, anew: true });
      await more.noteSource({ key: '1'.repeat(32), kind: 'table', whole: true, begunMs: 5 });
      await more.close();
      expect(await compareStagings({ folder, policy })).toMatchObject({ unread: [], leftOut: ['dicomweb'] });
    }));

  it('are read since the first of them began, however often it went on, and are known to be begun again after their end', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      const anew = await openStaging({ folder, policy, anew: true });
      const note = (whole: boolean, begunMs: number) =>
        anew.noteSource({ key: '0'.repeat(32), kind: 'folder', whole, begunMs });
      const seen = async () => {
        const { again, sinceMs } = await compareStagings({ folder, policy });
        return { again, sinceMs };
      };
      const lent = <T>(work: () => Promise<T>): Promise<T> => sourceOf(anew).lend(work);
      await note(false, 7); // was stopped
      await note(false, 8);
      await note(true, 8);
      expect(await lent(seen)).toEqual({ again: [], sinceMs: 7 });
      await note(false, 9);
      await note(true, 9);
      expect(await lent(seen)).toEqual({ again: ['folder'], sinceMs: 7 });
      await anew.close();
    }));

  it('are not all known where rows were staged before they were noted, until those rows are replaced', () =>
    inFolder(async (folder) => {
      await (await staged(folder, BEFORE)).close();
      for (const statement of ['ALTER TABLE source DROP COLUMN begun', 'DROP TABLE source']) {
        const handle = await openHandle(stagingFile(folder, policy), {});
        await (await handle.connect()).run(statement);
        handle.close();
        await (await openStaging({ folder, policy })).close();
        const anew = await staged(folder, BEFORE, true);
        await anew.close();
        expect(await compareStagings({ folder, policy })).toMatchObject({ leftOut: ['unnoted'] });
        discardAnew(folder);
      }
      await (await staged(folder, BEFORE, true)).close();
      (await replacementReady({ folder, policy }))();
      await (await staged(folder, BEFORE, true)).close();
      expect(await compareStagings({ folder, policy })).toMatchObject({ leftOut: [] });
    }));

  it('are known where nothing was staged yet before they were noted', () =>
    inFolder(async (folder) => {
      await (await openStaging({ folder, policy })).close();
      const handle = await openHandle(stagingFile(folder, policy), {});
      await (await handle.connect()).run('DROP TABLE source');
      handle.close();
      await (await staged(folder, BEFORE)).close();
      await (await staged(folder, AFTER, true)).close();
      expect(await compareStagings({ folder, policy })).toMatchObject({ leftOut: [] });
    }));
});
