import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareStagings, openStaging } from '../../../src/warehouse/index.ts';
import { unlistableFolder } from '../../support/unlistable-folder.ts';
import { costlyFile, goodFile, ingest, POISONED_CHILD } from '../ingesting.ts';
import { POLICY } from '../policy.ts';
import { IDS } from './table-site.ts';
import { goodSeries, listed, reply } from './web-archive.ts';
import { tenSeries, webSite } from './web-site.ts';

// What staging remembers of a source: only one that was read wholly may say what is gone from an archive.

const site = webSite();
const notes = () => [...site.staging.sources.values()].map(({ kind, whole }) => [kind, whole]);

/** Has the server answer what is asked for at such a path in a way of its own. */
function answer(isMeant: (path: string) => boolean, how: (response: ServerResponse) => void): void {
  site.archive.misbehave = (request, response) => {
    const is = isMeant(request.url ?? '');
    if (is) {
      how(response);
    }
    return is;
  };
}

test('a server is read wholly when its list ended and each series came', async () => {
  await site.serve(tenSeries());
  answer(
    (path) => path.includes('/metadata') && path.includes(goodSeries(3).series),
    (response) => response.writeHead(500).end(),
  );
  await site.ingested();
  expect(notes()).toEqual([['dicomweb', false]]);
  answer(
    () => false,
    () => undefined,
  );
  await site.ingested();
  expect(notes()).toEqual([['dicomweb', true]]);
});

test('a server whose list may go on is not', async () => {
  const series = tenSeries();
  await site.serve(series);
  answer(
    (path) => path.startsWith('/dicom-web/series?'),
    (response) => reply(response, series.map(listed)),
  );
  expect(await site.ingested()).toMatchObject({ listInDoubt: true });
  expect(notes()).toEqual([['dicomweb', false]]);
});

test('a server that gives fewer instances of a series than it lists is not', async () => {
  const series = tenSeries();
  const [first] = series;
  await site.serve(series.map((one) => (one === first ? { ...one, instances: one.instances.slice(1) } : one)));
  await site.ingested();
  expect(notes()).toEqual([['dicomweb', false]]);
});

test('an empty folder, and a server that lists nothing, are no sources until something comes from them', async () => {
  await site.serve([]);
  const { at, archive } = site;
  const place = { folder: at.siteFolder, policy: POLICY };
  const full = join(at.root, 'full');
  mkdirSync(full);
  writeFileSync(join(full, 'good'), goodFile(1));
  const ingested = async (anew: boolean, ...sources: readonly string[]) => {
    const staging = await openStaging({ ...place, anew });
    for (const source of sources) {
      await ingest({ ...at, source }, staging, { anew });
    }
    await staging.close();
    return anew ? await compareStagings(place) : undefined;
  };
  await ingested(false, full, at.source, archive.base);
  expect(await ingested(true, full)).toMatchObject({ unread: [], leftOut: [] });
  expect(await ingested(true)).toMatchObject({ unread: [], leftOut: [] });
  at.put('good', goodFile(2));
  await ingested(false, at.source);
  expect(await ingested(true)).toMatchObject({ unread: [], leftOut: ['folder'] });
  rmSync(join(full, 'good'));
  expect(await ingested(true, full)).toMatchObject({ unread: ['folder'], leftOut: ['folder'], again: ['folder'] });
});

test('a folder is not where one below could not be listed, a file could not be read, or nothing is there any more', async () => {
  await site.serve([]);
  const { at, staging } = site;
  await ingest(at, staging);
  expect(notes()).toEqual([]);
  const path = at.put('slow', costlyFile({ n: 1 }));
  await ingest(at, staging, { pool: { entry: POISONED_CHILD } });
  expect(notes()).toEqual([['folder', false]]);
  const mend = unlistableFolder(at.source, at.root);
  await ingest(at, staging);
  expect(notes()).toEqual([['folder', false]]);
  mend();
  await ingest(at, staging);
  expect(notes()).toEqual([['folder', true]]);
  rmSync(path);
  await ingest(at, staging);
  expect(notes()).toEqual([['folder', false]]);
});

test('what is broken for good, and isn’t staged from anywhere, leaves a folder whole', async () => {
  await site.serve([]);
  site.at.put('good', goodFile(1));
  site.at.put('cut', goodFile(2).subarray(0, 150));
  await ingest(site.at, site.staging);
  expect(notes()).toEqual([['folder', true]]);
});

test('an ingest that was stopped has not read wholly, and one to which nothing came says nothing anew', async () => {
  await site.serve([]);
  const { at, staging } = site;
  at.put('good', goodFile(1));
  await ingest(at, staging, { signal: AbortSignal.abort() });
  expect(notes()).toEqual([]);
  mkdirSync(join(at.root, 'tables'));
  const source = join(at.root, 'tables', 'series.csv');
  writeFileSync(source, `${IDS}\nP1,1.2,1.3\nP2,1.2,1.4`);
  await ingest({ ...at, source }, staging);
  expect(notes().at(-1)).toEqual(['table', true]);
  writeFileSync(source, 'PatientID\nP1');
  await expect(ingest({ ...at, source }, staging)).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(notes().at(-1)).toEqual(['table', true]);
});
