import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import type { LocalVerb, OpenNode } from '../../src/node/index.ts';
import { openHandle } from '../../src/warehouse/engine/handle.ts';
import { goodFile } from '../dicom/ingesting.ts';
import { dataSet, identifiers, part10 } from '../dicom/part10.ts';
import { goodSeries, instance, webArchive } from '../dicom/sources/web-archive.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, policyFile, siteFolder } from '../support/site-folder.ts';
import { unlistableFolder } from '../support/unlistable-folder.ts';
import { storedRows } from '../warehouse/support/stored-rows.ts';

// As `docs/running-a-site.md` says of what was corrected or deleted in the archive.

const REASON = 'Merges and deletions of November.';
let made: ReturnType<typeof siteFolder>;
let node: OpenNode;
let daysOn = 0;
const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + daysOn * 86_400_000 };
const opened = (version = POLICY_FILE) => openSite({ ...made, policyFile: version }, clock);
const run = (verb: LocalVerb, input: unknown = {}, signal = new AbortController().signal) =>
  node.run({ verb, input, actor: SHELL, signal, onProgress: () => undefined });
const ingested = (source = made.archive) => run('ingest', { source });
const readAnew = (source = made.archive) => run('ingest', { source, anew: true });
const compared = () => run('staging-compare');
const replaced = (...accept: readonly string[]) => run('staging-replace', { reason: REASON, accept });
const staging = () => readdirSync(join(made.folder, 'staging')).sort();
const at = (name: string) => join(made.archive, name);
const inTable = (rows: number) => Array.from({ length: rows }, (_, n) => `T${n},9.1.${n},9.2.${n}\n`).join('');

/** A CT of patient Pn, for whom it is the `instance`th of one series. */
function ofSeries(n: number, instance: number): Uint8Array {
  const ids = { patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}` };
  return part10(dataSet(...identifiers({ ...ids, instance: `1.4.${n}.${instance}` })));
}

/** Patients of P1 to Pn, a file each. */
function fill(patients: number): void {
  for (let n = 1; n <= patients; n += 1) {
    writeFileSync(at(`p${n}`), goodFile(n));
  }
}

/** What the next snapshot has: its patients, and the instances of each of its series. */
async function published(): Promise<{ patients: number; instances: readonly number[] }> {
  daysOn += 1;
  const { snapshot } = z.object({ snapshot: z.string() }).parse(await run('publish'));
  const copy = join(made.folder, `${snapshot}.duckdb`); // the node has the snapshot itself open
  copyFileSync(join(made.folder, 'snapshots', `${snapshot}.duckdb`), copy);
  const rows = await storedRows(copy, node.ctx.policy);
  return {
    patients: new Set(rows.map(({ patient }) => patient)).size,
    instances: rows.map(({ instances }) => Number(instances)).sort(),
  };
}

beforeEach(async () => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  node = await opened();
});
afterEach(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

describe('what was corrected or deleted in the archive', () => {
  it('is published as it was until staging is replaced, and as the archive says from then on', async () => {
    fill(2);
    for (const instance of [1, 2, 3]) {
      writeFileSync(at(`series-${instance}`), ofSeries(3, instance));
    }
    const table = join(made.folder, 'more.csv');
    writeFileSync(table, `PatientID,StudyInstanceUID,SeriesInstanceUID\n${inTable(3)}`);
    await ingested();
    await ingested(table);
    expect(await published()).toEqual({ patients: 6, instances: [1, 1, 1, 1, 1, 3] });
    writeFileSync(at('p1'), goodFile(10)); // another PatientID
    rmSync(at('p2'));
    rmSync(at('series-2'));
    writeFileSync(table, `PatientID,StudyInstanceUID,SeriesInstanceUID\n${inTable(2)}`);
    await ingested();
    expect(await readAnew()).toMatchObject({ anew: true, known: 0, staged: { patients: 2 } });
    expect(await readAnew(table)).toMatchObject({ anew: true, staged: { patients: 4 } });
    expect(await published()).toEqual({ patients: 7, instances: [1, 1, 1, 1, 1, 1, 3] });
    const change = {
      staged: { patients: 7, series: 7, instances: 9 },
      anew: { patients: 4, series: 4, instances: 5 },
      ...{ gone: { patients: 3, studies: 3, series: 3 }, come: { patients: 0, studies: 0, series: 0 } },
      ...{ unread: [], leftOut: [], hindrances: ['old', 'loss'] }, // a day passed with what was published
    };
    expect(await compared()).toMatchObject(change);
    expect(await replaced('old', 'loss')).toMatchObject(change);
    expect(await run('staged')).toMatchObject({ totals: { patients: 4, series: 4, instances: 5 } });
    expect(await published()).toEqual({ patients: 4, instances: [1, 1, 1, 2] });
    expect(await ingested()).toMatchObject({ read: 0, known: 3 });
  });

  it('is seen on a server that lists nothing as changed', async () => {
    const series = Array.from({ length: 20 }, (_, n) => goodSeries(n, 2));
    const archive = await webArchive(series);
    const { study, series: uid } = goodSeries(1);
    const merged = ['1.4.1.0', '1.4.1.1'].map((one) => instance({ patient: 'P2', study, series: uid, instance: one }));
    try {
      await ingested(archive.base);
      series[1] = { study, series: uid, count: 2, instances: merged };
      expect(await ingested(archive.base)).toMatchObject({ read: 0, staged: { patients: 20 } });
      await readAnew(archive.base);
      expect(await replaced()).toMatchObject({ anew: { patients: 19, series: 20 }, gone: { series: 1 } });
    } finally {
      await archive.close();
    }
  });

  it('is on record by whom and why before it is taken out, and in no number', async () => {
    fill(20);
    await ingested();
    rmSync(at('p1'));
    await readAnew();
    const before = staging();
    const full = new Error('no record');
    vi.spyOn(node.ctx.journal, 'append').mockImplementationOnce(() => {
      throw full;
    });
    await expect(replaced()).rejects.toBe(full);
    expect(staging()).toEqual(before);
    await replaced();
    const records = [...readJournal(nodeDisk(join(made.folder, 'journal')))].filter(({ kind }) => kind === 'staging');
    const body = { what: 'staging replaced by what was read anew', policy: 'imaging-metadata@1.1.0' };
    expect(records).toMatchObject([{ actor: 'shell', reason: REASON, body }]);
    expect(records[0]?.body).toEqual(body);
    expect(await run('log', { kind: 'staging' })).toMatchObject({ entries: [{ who: ['shell'], why: REASON }] });
  });

  it('is on record when nothing is left that may fail, before anything is replaced', async () => {
    await node.close();
    node = await opened(policyFile('1.0.0'));
    fill(20);
    await ingested();
    await node.close();
    node = await opened();
    await ingested();
    rmSync(at('p1'));
    await readAnew();
    const before = staging();
    const anew = String(before.find((name) => name.includes('anew')));
    const own = anew.replace('.anew.duckdb', '');
    const append = node.ctx.journal.append.bind(node.ctx.journal);
    vi.spyOn(node.ctx.journal, 'append').mockImplementationOnce((record) => {
      expect(staging()).toEqual(before.filter((name) => name.startsWith(own)));
      mkdirSync(join(made.folder, 'staging', `${anew}.wal`)); // neither file could be opened, or written to its end, from now on
      return append(record);
    });
    await replaced();
    expect(staging()).toEqual([anew.replace('.anew', ''), `${anew}.wal`].sort());
    expect(await run('staged')).toMatchObject({ totals: { patients: 19 } });
  });

  it('is not on record where another staging could not be deleted, until it is done', async () => {
    fill(20);
    await ingested();
    await readAnew();
    const other = join(made.folder, 'staging', `${'0f'.repeat(8)}.duckdb`);
    mkdirSync(other);
    const records = () => [...readJournal(nodeDisk(join(made.folder, 'journal')))].map(({ kind }) => kind);
    const mend = unlistableFolder(other, made.folder); // nobody can delete it either
    await expect(replaced()).rejects.toMatchObject({ code: 'file-unwritable', message: /^Nothing was replaced yet/ });
    expect(records()).not.toContain('staging');
    mend();
    await replaced();
    expect(records().filter((kind) => kind === 'staging')).toHaveLength(1);
  });

  it('goes on where it was interrupted, and leaves what is staged alone', async () => {
    fill(3);
    await ingested();
    const stop = new AbortController();
    const interrupted = node.run({
      ...{ verb: 'ingest' as const, input: { source: made.archive, anew: true }, actor: SHELL, signal: stop.signal },
      onProgress: () => stop.abort(),
    });
    await expect(interrupted).rejects.toMatchObject({ code: 'interrupted' });
    expect(await compared()).toMatchObject({ unread: ['folder'] });
    await node.close();
    node = await opened();
    expect(await run('staged')).toMatchObject({ totals: { patients: 3 } });
    await readAnew();
    expect(await compared()).toMatchObject({ unread: [], gone: { series: 0 }, hindrances: [] });
  });

  it('leaves the list of what could not be stored where it was read well anew, with the first ingest after it', async () => {
    fill(20);
    const [good, day] = [goodFile(21), new Date(1_700_000_000_000)];
    const put = (bytes: Uint8Array) => {
      writeFileSync(at('p21'), bytes);
      utimesSync(at('p21'), day, day);
    };
    put(Buffer.from(good).fill(0xff, 150)); // as long as it is when it is mended, and as old
    await ingested();
    expect(await run('quarantine')).toMatchObject({ all: 1 });
    put(good);
    expect(await readAnew()).toMatchObject({ staged: { patients: 21 } });
    await replaced();
    expect(await ingested()).toMatchObject({ read: 1, known: 20, staged: { patients: 21, instances: 21 } });
    expect(await run('quarantine')).toMatchObject({ all: 0 });
    expect(await ingested()).toMatchObject({ read: 0, known: 21 });
  });

  it('is new again where it could not be stored, was deleted and comes back', async () => {
    fill(20);
    const cut = goodFile(21).subarray(0, 150);
    const day = new Date(1_700_000_000_000);
    const put = () => {
      writeFileSync(at('p21'), cut);
      utimesSync(at('p21'), day, day);
    };
    put();
    await ingested();
    await readAnew();
    rmSync(at('p21'));
    await ingested();
    expect(await run('quarantine')).toMatchObject({ all: 0 });
    await replaced();
    put();
    expect(await ingested()).toMatchObject({ read: 1, known: 20 });
    expect(await run('quarantine')).toMatchObject({ all: 1 });
  });

  it('can be forgotten again, to be read from the first header', async () => {
    fill(2);
    await ingested();
    await readAnew();
    await run('staging-discard');
    await expect(compared()).rejects.toMatchObject({ code: 'staging-missing' });
    expect(await readAnew()).toMatchObject({ known: 0, staged: { patients: 2 } });
    expect(await run('staged')).toMatchObject({ totals: { patients: 2 } });
  });

  it('does not come back by a roll-back to another de-identification: that is ingested again first', async () => {
    await node.close();
    node = await opened(policyFile('1.0.0'));
    fill(20);
    await ingested();
    await published();
    await node.close();
    node = await opened();
    await ingested();
    rmSync(at('p1'));
    await readAnew();
    expect(await compared()).toMatchObject({ others: 1 });
    await replaced();
    expect(staging()).toHaveLength(1);
    await node.close();
    node = await opened(policyFile('1.0.0'));
    daysOn += 1;
    await expect(run('publish')).rejects.toMatchObject({ code: 'staging-missing' });
    await ingested();
    expect(await published()).toMatchObject({ patients: 19 });
  });
});

describe('what was read anew does not take the place of what is staged', () => {
  const refused = (hindrance: string) =>
    expect(replaced()).rejects.toMatchObject({ code: 'replace-refused', message: expect.stringContaining(hindrance) });

  it('where more than a tenth of the series would go, unless that is meant', async () => {
    fill(20);
    await ingested();
    rmSync(at('p1'));
    rmSync(at('p2'));
    await readAnew();
    expect(await compared()).toMatchObject({ hindrances: [] });
    await run('staging-discard');
    rmSync(at('p3'));
    await readAnew();
    await refused('(loss)');
    await expect(replaced('unread')).rejects.toMatchObject({ code: 'replace-refused' });
    expect(await run('staged')).toMatchObject({ totals: { patients: 20 } });
    await replaced('loss');
    expect(await run('staged')).toMatchObject({ totals: { patients: 17 } });
  });

  it('where a folder of it could not be listed, until it was read', async () => {
    fill(20);
    await ingested();
    const mend = unlistableFolder(made.archive, made.folder);
    await readAnew();
    expect(await compared()).toMatchObject({ unread: ['folder'], hindrances: ['unread'] });
    await refused('(unread)');
    mend();
    await readAnew();
    await replaced();
  });

  it('where a source that was ingested before was not read anew', async () => {
    fill(20);
    await ingested();
    const other = join(made.folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'p0'), goodFile(0));
    await ingested(other);
    await readAnew();
    expect(await compared()).toMatchObject({ leftOut: ['folder'], hindrances: ['left-out'] });
    await refused('(left-out)');
    await replaced('left-out');
    expect(await run('staged')).toMatchObject({ totals: { patients: 20 } });
    await readAnew();
    expect(await compared()).toMatchObject({ leftOut: [] });
  });

  it('where a source that was ingested before was not read anew, and not for one of which nothing ever came', async () => {
    fill(20);
    await ingested();
    const elsewhere = await webArchive([goodSeries(1)]);
    elsewhere.misbehave = (_, response) => {
      response.writeHead(404).end();
      return true;
    };
    const latin1 = join(made.folder, 'latin1.csv');
    writeFileSync(latin1, Buffer.from('PatientID,StudyInstanceUID,SeriesInstanceUID\nJ\xf6rg,9.1.1,9.2.1\n', 'latin1'));
    await expect(ingested(elsewhere.base)).rejects.toThrow('has no list of series');
    await expect(ingested(latin1)).rejects.toThrow('UTF-8');
    await elsewhere.close();
    await readAnew();
    expect(await compared()).toMatchObject({ leftOut: [], hindrances: [] });
  });

  it('where a left-over reading was gone on with: what left the archive since is still in it', async () => {
    fill(20);
    await ingested();
    await readAnew();
    rmSync(at('p2'));
    expect(await readAnew()).toMatchObject({ known: 19, staged: { patients: 20 } });
    expect(await compared()).toMatchObject({ again: ['folder'], hindrances: ['old'] });
    await refused('(old)');
    await run('staging-discard');
    await readAnew();
    expect(await compared()).toMatchObject({ again: [], hindrances: [], anew: { patients: 19 } });
    daysOn += 2;
    await refused('(old)');
    await replaced('old');
    expect(await published()).toMatchObject({ patients: 19 });
  });

  it('where rows were staged before sources were noted', async () => {
    fill(2);
    await ingested();
    const handle = await openHandle(join(made.folder, 'staging', String(staging()[0])), {});
    await (await handle.connect()).run('DROP TABLE source');
    handle.close();
    await readAnew();
    expect(await compared()).toMatchObject({ leftOut: ['unnoted'], hindrances: ['left-out'] });
    await refused('before their sources were noted');
    await replaced('left-out');
    await readAnew();
    expect(await compared()).toMatchObject({ leftOut: [], hindrances: [] });
  });

  it('where the archive had nothing, whatever is accepted', async () => {
    fill(1);
    await ingested();
    renameSync(made.archive, `${made.archive}.away`);
    mkdirSync(made.archive);
    expect(await readAnew()).toMatchObject({ empty: true });
    expect(await compared()).toMatchObject({ unread: ['folder'], hindrances: ['unread', 'loss'] });
    await expect(replaced('unread', 'left-out', 'loss')).rejects.toThrow('Is the archive mounted?');
    expect(await run('staged')).toMatchObject({ totals: { patients: 1 } });
  });

  it('without a reason, and where nothing was read anew or is staged', async () => {
    await expect(readAnew()).rejects.toMatchObject({ code: 'staging-missing' });
    expect(existsSync(join(made.folder, 'staging')) ? staging() : []).toEqual([]);
    fill(1);
    await ingested();
    await expect(replaced()).rejects.toMatchObject({ code: 'staging-missing' });
    await expect(run('staging-discard')).rejects.toMatchObject({ code: 'staging-missing' });
    await readAnew();
    await expect(run('staging-replace', { reason: '  because  ' })).rejects.toMatchObject({ code: 'wrong-use' });
  });
});
