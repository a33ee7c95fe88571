import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { sfumato } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

// What people on the site are shown of an ingest, and what showing it leaves behind.

const NAME = 'GARBO^GRETA';
let site: ReturnType<typeof siteFolder>;
let page: string;

interface Line {
  readonly run: number;
  readonly source: string;
  readonly read: number;
  readonly known: number;
}

function ct(n: number, ...more: readonly Uint8Array[]): Uint8Array {
  const ids = identifiers({ patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` });
  return part10(dataSet(...ids, element(0x00080060, 'CS', n === 1 ? 'CT' : NAME), ...more));
}

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  page = join(site.folder, 'ingest.html');
  mkdirSync(join(site.archive, NAME));
  writeFileSync(join(site.archive, 'a'), ct(1, element(0x00180050, 'DS', '2.5')));
  writeFileSync(join(site.archive, 'b'), ct(2));
  writeFileSync(join(site.archive, NAME, 'c'), part10(dataSet(...identifiers({ patient: '' }))));
  writeFileSync(join(site.archive, 'd.txt'), 'no image');
});

afterAll(() => rmSync(site.folder, { recursive: true, force: true }));

test('an ingest ends in its counts, on screen, as a document and as a page', async () => {
  const words = ['ingest', site.archive, '--config', site.config, '--report', page];
  const ran = await sfumato([...words, '--json']);
  expect(ran.code, ran.stderr).toBe(0);
  const report = JSON.parse(ran.stdout);
  expect(report).toMatchObject({
    read: 4,
    stored: 2,
    counted: 0,
    skipped: { 'not-dicom': 1 },
    quarantined: { 'no-patient-id': 1 },
    staged: { patients: 2, studies: 2, series: 2, instances: 2 },
  });
  const field = (keyword: string) => report.fields.find((one: { keyword: string }) => one.keyword === keyword);
  expect(field('Modality')).toEqual({ keyword: 'Modality', series: 2, filled: 2, other: 1 });
  expect(field('SliceThickness')).toEqual({ keyword: 'SliceThickness', series: 2, filled: 1, other: 0 });
  const again = await sfumato(words);
  expect(again.stdout).toMatch(/known already +4\n/);
  expect(again.stdout).toMatch(/Modality +2 +100\.0 +50\.0\n/);
  expect(again.stdout).toMatch(/SliceThickness +1 +50\.0 +0\.0\n/);
});

test('each ingest keeps its report, which is listed and shown again, and names no path', async () => {
  const words = ['staging', 'reports', '--config', site.config];
  const { ingests } = JSON.parse((await sfumato([...words, '--json'])).stdout);
  expect(ingests.map(({ run, source, read, known }: Line) => [run, source, read, known])).toEqual([
    [2, 'folder', 0, 4],
    [1, 'folder', 4, 0],
  ]);
  const first = await sfumato([...words, '--run', '1']);
  expect(first.stdout).toMatch(/^Ingest 1, ended .* of a folder under imaging-metadata@/);
  expect(first.stdout).toMatch(/quarantined: no-patient-id +1\n/);
  expect((await sfumato([...words, '--run', '1', '--report', page])).code).toBe(0);
  expect((await sfumato([...words, '--run', '3'])).code).toBe(2);
  expect((await sfumato([...words, '--report', page])).code).toBe(2);
  const kept = readFileSync(join(site.folder, 'ingests', '000001.json'), 'utf8');
  expect(kept).not.toMatch(/GARBO|archive/);
  expect(statSync(join(site.folder, 'ingests', '000001.json')).mode & 0o077).toBe(0);
});

test('the page stands alone, is its owner’s only, and has the same figures', () => {
  const text = readFileSync(page, 'utf8');
  expect(statSync(page).mode & 0o077).toBe(0);
  expect(text).toContain('<h1>Ingest report of harbour</h1>');
  expect(text).toMatch(/<th scope="row">Modality<\/th><td class="number">2<\/td><td class="number">100\.0<\/td>/);
  expect(text).not.toMatch(/<script|https?:|src=/);
});

test('a page that can’t be written is one sentence', async () => {
  const ran = await sfumato([
    'ingest',
    site.archive,
    '--config',
    site.config,
    '--report',
    join(site.folder, 'no', 'x.html'),
  ]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/x\.html could not be written; look at its folder and its rights\.\n$/);
});

test('quarantined files are listed by keyed name, and by path only on demand, which the journal records', async () => {
  const list = await sfumato(['quarantine', 'list', '--config', site.config]);
  expect(list.stdout).toMatch(/^[0-9a-f]{32} {2}no-patient-id$/m);
  expect(list.stdout).not.toContain(NAME);
  const kinds = async () => {
    const { stdout } = await sfumato(['audit', 'show', '--kind', 'reveal', '--config', site.config, '--json']);
    return JSON.parse(stdout).records;
  };
  expect(await kinds()).toEqual([]);
  const revealed = await sfumato(['quarantine', 'list', '--reveal', '--config', site.config]);
  expect(revealed.stdout).toContain(join(NAME, 'c'));
  expect(await kinds()).toMatchObject([
    { kind: 'reveal', actor: 'shell', body: { what: 'paths of quarantined files' } },
  ]);
  const verified = await sfumato(['audit', 'verify', '--config', site.config]);
  expect(verified.stdout).toMatch(/records verified/);
});

test('what is staged is counted as the ingest counted it, and its publish is listed without any count', async () => {
  const on = (...words: string[]) => sfumato([...words, '--config', site.config]);
  const staged = JSON.parse((await on('staging', 'show', '--json')).stdout);
  expect(staged).toMatchObject({ totals: { patients: 2, studies: 2, series: 2, instances: 2 } });
  expect((await on('staging', 'show')).stdout).toMatch(/Modality +2 +100\.0 +50\.0\n/);
  expect((await on('snapshot', 'list')).stdout).toBe('Nothing is published yet.\n');
  const { snapshot, slot } = JSON.parse((await on('publish', '--json')).stdout);
  const { snapshots } = JSON.parse((await on('snapshot', 'list', '--json')).stdout);
  expect(snapshots).toMatchObject([{ id: snapshot, slot, inUse: true }]);
  expect((await on('snapshot', 'list')).stdout).toContain(`in use  ${snapshot}`);
});

test('records are shown by kind and from the end, and a wrong number is said', async () => {
  const show = (...words: string[]) => sfumato(['audit', 'show', '--config', site.config, ...words]);
  const { stdout } = await show('--kind', 'site', 'policy');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('  ')[2]),
  ).toEqual(['site by configuration', 'policy by configuration']);
  expect((await show('--last', '1')).stdout.trim().split('\n')).toHaveLength(1);
  expect((await show('--kind', 'recovery')).stdout).toBe('There is no such record.\n');
  expect((await show('--last', 'two')).code).toBe(2);
});

test('copies of an instance are told from what they are copies of, in one run and over several', async () => {
  const other = siteFolder({ site: 'lakeside', publicKey: analyst().publicKey });
  const words = ['ingest', other.archive, '--config', other.config];
  const ingest = async () => JSON.parse((await sfumato([...words, '--json'])).stdout);
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(join(other.archive, name), ct(1));
  }
  expect(await ingest()).toMatchObject({ read: 3, stored: 3, copies: 2, staged: { instances: 1 } });
  expect(await ingest()).toMatchObject({ read: 0, known: 3, copies: 0, staged: { instances: 1 } });
  writeFileSync(join(other.archive, 'd'), ct(1));
  writeFileSync(join(other.archive, 'e'), ct(2));
  writeFileSync(join(other.archive, 'f'), ct(3));
  const page = join(other.folder, 'ingest.html');
  const { stdout } = await sfumato([...words, '--report', page]);
  expect(stdout).toMatch(/stored +3\n(.*\n)*copies +1\n/);
  expect(stdout).toContain('Copies are files of an instance that another file has staged');
  expect(readFileSync(page, 'utf8')).toContain('<th scope="row">copies</th><td class="number">1</td>');
  const shown = await sfumato(['staging', 'reports', '--run', '3', '--config', other.config]);
  expect(shown.stdout).toMatch(/copies +1\n/);
  rmSync(other.folder, { recursive: true, force: true });
});

test('an archive with nothing in it ends an ingest with 1, and the report asks whether it is mounted', async () => {
  const other = siteFolder({ site: 'lakeside', publicKey: analyst().publicKey });
  const page = join(other.folder, 'ingest.html');
  const words = ['ingest', other.archive, '--config', other.config, '--report', page];
  const sentence = 'There was nothing to read in this source; is the archive mounted?';
  expect(await sfumato(words)).toMatchObject({ code: 1, stdout: expect.stringContaining(sentence) });
  expect(readFileSync(page, 'utf8')).toContain(sentence);
  const { code, stdout } = await sfumato([...words, '--json']);
  expect([code, JSON.parse(stdout).empty]).toEqual([1, true]);
  writeFileSync(join(other.archive, 'a'), ct(1));
  expect((await sfumato(words)).code).toBe(0);
  // Nothing new is no fault; nothing at all is one, also where there was something.
  expect((await sfumato(words)).code).toBe(0);
  rmSync(join(other.archive, 'a'));
  expect((await sfumato(words)).code).toBe(1);
  rmSync(other.folder, { recursive: true, force: true });
});

test('an ingest whose list and report find no place reports what it staged, and ends as one that failed', async () => {
  const other = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  const words = ['ingest', other.archive, '--config', other.config];
  const file = join(other.archive, 'a');
  writeFileSync(file, ct(1).subarray(0, 150));
  expect((await sfumato(words)).code).toBe(0);
  writeFileSync(file, ct(1));
  const ingests = join(other.folder, 'ingests');
  rmSync(ingests, { recursive: true });
  writeFileSync(ingests, 'in the way');
  mkdirSync(join(other.folder, 'quarantine', 'files.jsonl.partial'));
  const page = join(other.folder, 'hindered.html');
  const ran = await sfumato([...words, '--report', page]);
  expect([ran.code, ran.stdout]).toEqual([1, expect.stringMatching(/^stored +1$/m)]);
  for (const told of [ran.stdout, readFileSync(page, 'utf8')]) {
    expect(told).toContain('The quarantine list could not be rewritten');
    expect(told).toContain('This report could not be kept');
  }
  rmSync(other.folder, { recursive: true, force: true });
});
