import { z } from 'zod';

const ManifestFile = z.strictObject({
  /** Relative to the archive's folder. */
  path: z.string(),
  sopInstanceUid: z.string(),
  /** What is wrong with the file, so that it can't be stored. */
  damage: z.enum(['none', 'truncated', 'no-patient-id']),
});
/** One file of a series, and what is wrong with it. */
export type ManifestFile = z.infer<typeof ManifestFile>;

const ManifestSeries = z.strictObject({
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  /** As written in every file of the series; empty where the element is empty, null where it is absent. */
  modality: z.string(),
  bodyPart: z.string(),
  manufacturer: z.string(),
  seriesDescription: z.string(),
  studyDate: z.string(),
  patientAge: z.string(),
  birthDate: z.string(),
  sliceThickness: z.string().nullable(),
  kvp: z.string().nullable(),
  fieldStrength: z.string().nullable(),
  contrastAgent: z.string().nullable(),
  /** Whole years at the study that a reader can work out from what is written, not capped; null when it can't. */
  ageYears: z.int().nullable(),
  files: z.array(ManifestFile),
});
/** One series: what its files say, as written. */
export type ManifestSeries = z.infer<typeof ManifestSeries>;

const ManifestPatient = z.strictObject({
  /** Without the spaces that some files write around it. */
  patientId: z.string(),
  issuer: z.string(),
  /** As written in every file of the patient. */
  sex: z.string(),
  /** Whether the same person exists at every site that was made with shared patients from this seed. */
  shared: z.boolean(),
  series: z.array(ManifestSeries),
});

/** What a generated archive truly holds, so that a test can count for itself. Kept outside the archive. */
export const SiteManifest = z.strictObject({
  format: z.literal(1),
  site: z.string(),
  seed: z.int(),
  patients: z.array(ManifestPatient),
  /** Files that aren't images: text, an index of a medium, nothing. */
  others: z.array(z.string()),
});
export type SiteManifest = z.infer<typeof SiteManifest>;
