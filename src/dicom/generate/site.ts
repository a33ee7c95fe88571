import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SfumatoError } from '../../base/index.ts';
import { elementsOf } from './elements.ts';
import { SOP_CLASSES } from './exams.table.ts';
import { fleetOf } from './fleet.ts';
import type { SiteManifest } from './manifest.ts';
import { type LayOut, part10Writer } from './part10-file.ts';
import { type Person, personAt } from './person.ts';
import { patientFolder, planPatient, type SeriesPlan } from './plan.ts';
import { seeded } from './random.ts';

/** What archive to make. */
export interface GenerateOptions {
  /** Where the files go; made if need be, and nothing else in it is touched. */
  readonly folder: string;
  /** The file that tells what they hold, outside `folder`. */
  readonly manifest: string;
  /** The same seed and site make the same archive, byte for byte. */
  readonly seed: number;
  readonly site: string;
  readonly patients: number;
  /** The first so many patients are the same people at every site made from this seed; 0 unless said otherwise. */
  readonly sharedPatients?: number;
  readonly onProgress?: (progress: { readonly files: number; readonly total: number }) => void;
}

interface PatientPlan {
  readonly person: Person;
  readonly series: readonly SeriesPlan[];
}

const PATIENTS_PER_TURN = 16;

/**
 * Writes a synthetic archive: Part 10 files of invented people with the habits and the dirt of real archives, and a
 * manifest of what they truly hold.
 * @throws SfumatoError `file-unwritable`.
 */
export async function generateSite(options: GenerateOptions): Promise<SiteManifest> {
  const { folder, manifest: manifestFile, seed, site } = options;
  const plans = planSite(options);
  const manifest: SiteManifest = {
    format: 1,
    site,
    seed,
    patients: plans.map(({ person: { patientId, issuer, sex, shared }, series }) => {
      return { patientId, issuer, sex, shared, series: series.map(({ truth }) => truth) };
    }),
    others: Object.keys(OTHERS),
  };
  try {
    await writeArchive(plans, options);
    writeOthers(folder);
    mkdirSync(dirname(manifestFile), { recursive: true });
    writeFileSync(manifestFile, JSON.stringify(manifest));
  } catch (cause) {
    throw new SfumatoError(
      'file-unwritable',
      `${folder} cannot be filled; make space there or give this user the right to.`,
      {
        cause,
      },
    );
  }
  return manifest;
}

function planSite({ seed, site, patients, sharedPatients = 0 }: GenerateOptions): PatientPlan[] {
  const fleet = fleetOf(seed, site);
  return Array.from({ length: patients }, (_, index) => {
    const person = personAt({ seed, site, index, sharedPatients });
    return { person, series: planPatient({ seed, site, index, person, fleet }) };
  });
}

async function writeArchive(
  plans: readonly PatientPlan[],
  { folder, site, onProgress }: GenerateOptions,
): Promise<void> {
  const layOut = part10Writer();
  const made = new Set<string>();
  const total = plans.flatMap(({ series }) => series.map(({ truth }) => truth.files.length)).reduce((a, b) => a + b, 0);
  let files = 0;
  for (const [at, { person, series }] of plans.entries()) {
    for (const each of series) {
      files += writeSeries({ folder, site, person, series: each }, layOut, made);
    }
    if (at % PATIENTS_PER_TURN === 0) {
      onProgress?.({ files, total });
      await nextTurn();
    }
  }
  onProgress?.({ files, total });
}

interface SeriesOf {
  readonly folder: string;
  readonly site: string;
  readonly person: Person;
  readonly series: SeriesPlan;
}

function writeSeries({ folder, site, person, series }: SeriesOf, layOut: LayOut, made: Set<string>): number {
  const random = seeded(`${series.label}/layout`);
  const transferSyntax = random.weighted(TRANSFER_SYNTAXES);
  for (const [at, file] of series.truth.files.entries()) {
    const elements = elementsOf({ site, person, series, file, instance: at + 1 });
    const cutAt = file.damage === 'truncated' ? random.between(5, elements.length - 5) : undefined;
    const sopClassUid = SOP_CLASSES[series.modality];
    const { sopInstanceUid } = file;
    const bytes = layOut({
      transferSyntax,
      sopClassUid,
      sopInstanceUid,
      elements,
      ...(cutAt === undefined ? {} : { cutAt }),
    });
    const path = join(folder, file.path);
    if (!made.has(dirname(path))) {
      made.add(dirname(path));
      mkdirSync(dirname(path), { recursive: true });
    }
    writeFileSync(path, bytes);
  }
  return series.truth.files.length;
}

const TRANSFER_SYNTAXES: readonly (readonly [number, string])[] = [
  [78, '1.2.840.10008.1.2.1'],
  [12, '1.2.840.10008.1.2'],
  [6, '1.2.840.10008.1.2.4.90'],
  [3, '1.2.840.10008.1.2.1.99'],
  [1, '1.2.840.10008.1.2.2'],
];

/** What else lies about in archives. */
const OTHERS: Readonly<Record<string, string>> = {
  DICOMDIR: 'not really an index, and never opened',
  'README.txt': 'Export of the archive.\n',
  'export.log': '2021-05-04 10:00:00 export finished\n',
  [`${patientFolder(0)}/Thumbs.db`]: '',
};

function writeOthers(folder: string): void {
  mkdirSync(join(folder, patientFolder(0)), { recursive: true });
  for (const [name, text] of Object.entries(OTHERS)) {
    writeFileSync(join(folder, name), text);
  }
}
