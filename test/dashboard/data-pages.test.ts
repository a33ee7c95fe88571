import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { goodSeries, webArchive } from '../dicom/sources/web-archive.ts';
import { type OpenPages, openPages } from './open-pages.ts';

const NAME = 'GARBO^GRETA';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
  const archive = join(site.folder, 'archive');
  for (const [n, modality] of ['CT', 'CT', 'MR'].entries()) {
    const ids = identifiers({ patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` });
    writeFileSync(join(archive, `${n}`), part10(dataSet(...ids, element(0x00080060, 'CS', modality))));
  }
  writeFileSync(join(archive, NAME), part10(dataSet(...identifiers({ patient: '' }))));
  await site.run('ingest', { source: archive });
});
afterAll(() => site.close());

const cells = (page: string, id: string): readonly string[] =>
  [...(page.split(`id="${id}"`)[1]?.split('</section>')[0] ?? '').matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(
    ([, text]) => text ?? '',
  );

describe('what is staged', () => {
  it('is counted exactly for the operator alone, by fresh factors, and that somebody looked is on record', async () => {
    const page = await (await site.browser('otto').get('/staged')).text();
    expect(cells(page, 'totals').slice(2)).toEqual([
      ...['patients', '3', 'studies', '3', 'series', '3', 'instances', '3', 'devices'],
      expect.any(String),
    ]);
    expect(page).toMatch(/Modality<\/th><td class="number">3<\/td><td class="number">100\.0<\/td>/);
    for (const name of ['mira', 'noor', 'rosa'] as const) {
      const refused = await site.browser(name).get('/staged');
      expect([refused.status, (await refused.text()).includes('id="totals"')]).toEqual([403, false]);
    }
    const stale = await site.browser('otto', 3_600_000).get('/staged');
    expect(stale.headers.get('location')).toBe('/step-up?next=%2Fstaged');
  });
});

describe('former ingests', () => {
  it('are listed for the operator alone, each with its whole report, and never with their paths', async () => {
    const list = await (await site.browser('otto').get('/staged')).text();
    expect(cells(list, 'ingests').slice(8)).toEqual([
      ...['<a href="/staged/1">1</a>', expect.stringMatching(/^20/), 'folder', 'imaging-metadata@1.1.0'],
      ...['4', '3', '0', '1'],
    ]);
    const page = await (await site.browser('otto', 0).get('/staged/1', { 'accept-language': 'de' })).text();
    expect(cells(page, 'run').slice(2, 4)).toEqual(['Gelesene Header', '4']);
    expect(cells(page, 'run').join()).toContain('Dieselbe Instanz wie eine andere Datei,0');
    expect(cells(page, 'run').slice(-2)).toEqual(['In Quarantäne: no-patient-id', '1']);
    expect(cells(page, 'totals').slice(2, 4)).toEqual(['Patienten', '3']);
    expect(list + page).not.toMatch(/GARBO|archive/);
    for (const path of ['/staged/2', '/staged/0', '/staged/x']) {
      expect((await site.browser('otto').get(path)).status).toBe(404);
    }
    expect((await site.browser('noor').get('/staged/1')).status).toBe(403);
  });
});

describe('an ingest that read anew', () => {
  it('is told from those that added to what is staged', async () => {
    await site.run('ingest', { source: join(site.folder, 'archive'), anew: true });
    const list = await (await site.browser('otto').get('/staged')).text();
    expect(cells(list, 'ingests')[10]).toBe('folder, anew');
    const page = await (await site.browser('otto').get('/staged/2')).text();
    expect(page).toContain('It was read anew, beside what is staged');
    expect(page).toContain('Read anew in all, after it');
    const former = await (await site.browser('otto').get('/staged/1')).text();
    expect(former).not.toMatch(/anew/);
  });
});

describe('an ingest of a server', () => {
  it('counts what is known already in series, and what is read in headers', async () => {
    const archive = await webArchive([goodSeries(7, 4), goodSeries(8, 5)]);
    await site.run('ingest', { source: archive.base });
    await site.run('ingest', { source: archive.base });
    await archive.close();
    const list = await (await site.browser('otto').get('/staged')).text();
    expect(
      cells(list, 'ingests')
        .slice(8)
        .filter((_, at) => at % 8 > 3 || at % 8 === 2)
        .slice(0, 10),
    ).toEqual([...['DICOMweb server', '0', '0', '2 series', '0'], ...['DICOMweb server', '9', '9', '0 series', '0']]);
    const page = await (await site.browser('otto').get('/staged/4')).text();
    expect(cells(page, 'run').join()).toContain('Series known already,2');
  });
});

describe('what could not be stored', () => {
  it('is listed by keyed name and reason for operator and steward, and never by its path', async () => {
    for (const name of ['otto', 'noor'] as const) {
      const page = await (await site.browser(name).get('/quarantine')).text();
      expect(page).toContain('no-patient-id');
      expect(cells(page, 'quarantine')).toHaveLength(6);
      expect(cells(page, 'quarantine-reasons').slice(2)).toEqual(['<code lang="en">no-patient-id</code>', '1']);
      expect(page).not.toContain('GARBO');
    }
    expect((await site.browser('rosa').get('/quarantine')).status).toBe(403);
  });
});

describe('the snapshots', () => {
  it('are listed with date, policy and hashes, and without any count', async () => {
    expect(await (await site.browser('rosa').get('/snapshots')).text()).toContain('Nothing is published yet.');
    const { snapshot, slot } = await site.run('publish');
    const page = await (await site.browser('rosa').get('/snapshots')).text();
    const [record] = (await site.run('snapshots')).snapshots;
    expect(record).toMatchObject({ id: snapshot, slot, inUse: true });
    expect(Object.keys(record!).sort()).toEqual(
      ['deidentification', 'id', 'inUse', 'policy', 'publishedMs', 'saltedFileHash', 'slot'].sort(),
    );
    for (const shown of [snapshot, slot, 'in use', record!.saltedFileHash, record!.deidentification]) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain('href="/staged"');
    expect(await (await site.browser('otto').get('/snapshots')).text()).toContain('href="/staged"');
  });
});
