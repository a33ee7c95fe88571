import type { SiteManifest } from '../../src/dicom/generate.ts';

type Series = SiteManifest['patients'][number]['series'][number];

// Counts patients from the generator's manifest alone: nothing of the product's reading, mapping or SQL is used.

function readable({ files }: Series): boolean {
  return files.some(({ damage }) => damage === 'none');
}

/** What the archives' habits and dirt call a chest. */
const CHEST = new Set(['CHEST', 'THORAX', 'LUNG']);

function isChestCt({ modality, bodyPart }: Series): boolean {
  return modality === 'CT' && CHEST.has(bodyPart.trim().toUpperCase());
}

/** Patients with a chest CT and any MR, of whom some series was made at 50 to 80 years. */
export function trueCohort({ patients }: SiteManifest): number {
  return patients.filter(({ series }) => {
    const stored = series.filter(readable);
    return (
      stored.some(isChestCt) &&
      stored.some(({ modality }) => modality === 'MR') &&
      stored.some(({ ageYears }) => ageYears !== null && ageYears >= 50 && ageYears <= 80)
    );
  }).length;
}

/** Studies with a series of this modality. */
export function trueStudies({ patients }: SiteManifest, wanted: string): number {
  return patients
    .map(({ series }) => {
      const stored = series.filter((one) => readable(one) && one.modality === wanted);
      return Math.min(8, new Set(stored.map(({ studyInstanceUid }) => studyInstanceUid)).size);
    })
    .reduce((sum, studies) => sum + studies, 0);
}

/**
 * The mean over patients of how thick the slices of their CT series of this make are, in mm, at most 6; of several series of a
 * patient the mean, which is what one of them, taken at random, is expected to be.
 */
export function trueThickness({ patients }: SiteManifest, make: RegExp): number {
  const means = patients.flatMap(({ series }) => {
    const own = series
      .filter((one) => readable(one) && one.modality === 'CT' && make.test(one.manufacturer))
      .flatMap(({ sliceThickness }) =>
        /^\d+(\.\d+)?(e\+\d+)?$/.test(sliceThickness ?? '') ? [Number(sliceThickness)] : [],
      )
      .map((thickness) => Math.min(6, thickness));
    return own.length === 0 ? [] : [mean(own)];
  });
  return mean(means);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
