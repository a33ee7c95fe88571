import { EXAMS, type Exam, type ExamName, type ModalityWritten } from './exams.table.ts';
import type { Fleet, Scanner } from './fleet.ts';
import type { ManifestFile, ManifestSeries } from './manifest.ts';
import type { CalendarDay, Person } from './person.ts';
import { type Random, seeded } from './random.ts';
import { type WrittenAge, writtenAge } from './written-age.ts';

/** A series to write: what the manifest says of it, and what only its files hold. */
export interface SeriesPlan {
  readonly truth: ManifestSeries;
  readonly exam: Exam;
  readonly modality: ModalityWritten;
  readonly scanner: Scanner;
  readonly studyDescription: string;
  readonly accession: string;
  readonly number: number;
  /** Decides what else the files hold. */
  readonly label: string;
}

/** Where and for whom to plan. */
export interface PlanFor {
  readonly seed: number;
  readonly site: string;
  readonly index: number;
  readonly person: Person;
  readonly fleet: Fleet;
}

const STUDIES: readonly (readonly [number, number])[] = [
  [62, 1],
  [28, 2],
  [10, 3],
];
const EXTRA_SERIES: readonly (readonly [number, number])[] = [
  [20, 0],
  [32, 1],
  [26, 2],
  [14, 3],
  [8, 4],
];

/** Everything of one patient at one site. */
export function planPatient(plan: PlanFor): SeriesPlan[] {
  const random = seeded(`${plan.seed}/${plan.site}/plan/${plan.index}`);
  return examsOf(plan.person, random).flatMap((exam, at) => planStudy({ ...plan, random, exam, studyNumber: at + 1 }));
}

function examsOf({ profile }: Person, random: Random): ExamName[] {
  const drawn = profile.always.length > 0 ? Number(random.chance(0.3)) : random.weighted(STUDIES);
  return [...profile.always, ...Array.from({ length: drawn }, () => random.weighted(profile.drawn))];
}

interface StudyPlan extends PlanFor {
  readonly random: Random;
  readonly exam: ExamName;
  readonly studyNumber: number;
}

function planStudy(plan: StudyPlan): SeriesPlan[] {
  const { random, fleet, person } = plan;
  const exam: Exam = EXAMS[plan.exam];
  const study = {
    exam,
    scanner: random.pick(fleet.get(exam.modality) ?? []),
    studyInstanceUid: random.uid(),
    age: writtenAge(random, person.birth, studyDay(random, person.birth)),
    bodyPart: random.weighted(exam.bodyPart),
    studyDescription: random.pick(exam.studies),
    accession: `A${random.between(1_000_000, 9_999_999)}`,
  };
  const extra = Math.min(random.weighted(EXTRA_SERIES), exam.series.length - 1);
  const descriptions = exam.series.slice(0, 1 + extra);
  const images = descriptions.map((description, at) =>
    planSeries(plan, { study, description, modality: exam.modality, number: at + 1 }),
  );
  if (exam.modality !== 'CT' || !random.chance(0.12)) {
    return images;
  }
  const dose = { study, description: 'Dose Report', modality: 'SR', number: 501 } as const;
  return [...images, planSeries(plan, dose)];
}

function studyDay(random: Random, birth: CalendarDay): CalendarDay {
  const year = Math.max(random.between(2017, 2025), birth.year + 1);
  return { year, month: random.between(1, 12), day: random.between(1, 28) };
}

interface SeriesOf {
  readonly study: {
    readonly exam: Exam;
    readonly scanner: Scanner;
    readonly studyInstanceUid: string;
    readonly age: WrittenAge;
    readonly bodyPart: string;
    readonly studyDescription: string;
    readonly accession: string;
  };
  readonly description: string;
  readonly modality: ModalityWritten;
  readonly number: number;
}

function planSeries(plan: StudyPlan, { study, description, modality, number }: SeriesOf): SeriesPlan {
  const { random, studyNumber } = plan;
  const { exam, scanner, studyInstanceUid, age, bodyPart, studyDescription, accession } = study;
  const truth: ManifestSeries = {
    studyInstanceUid,
    seriesInstanceUid: random.uid(),
    ...age,
    modality: random.weighted([
      [993, modality],
      [3, modality.toLowerCase()],
      [2, 'OT'],
      [2, ''],
    ]),
    bodyPart: modality === 'SR' ? '' : bodyPart,
    manufacturer: random.weighted([
      [980, scanner.manufacturer],
      [14, ''],
      [6, 'ACME Workstation'],
    ]),
    seriesDescription: description,
    ...technique(random, { modality, scanner }),
    files: planFiles(random, `${patientFolder(plan.index)}/ST${studyNumber}S${number}`),
  };
  const label = `${plan.seed}/${plan.site}/series/${plan.index}/${studyNumber}/${number}`;
  return { truth, exam, modality, scanner, studyDescription, accession, number, label };
}

/** A patient's folder within the archive; a hundred patients share one above it. */
export function patientFolder(index: number): string {
  return `G${String(Math.floor(index / 100)).padStart(3, '0')}/P${String(index + 1).padStart(5, '0')}`;
}

function planFiles(random: Random, stem: string): ManifestFile[] {
  const count = random.chance(0.1) ? 2 : 1;
  return Array.from({ length: count }, (_, at) => ({
    path: `${stem}I${at + 1}${random.chance(0.7) ? '.dcm' : ''}`,
    sopInstanceUid: random.uid(),
    damage: random.weighted<ManifestFile['damage']>([
      [993, 'none'],
      [3, 'truncated'],
      [4, 'no-patient-id'],
    ]),
  }));
}

/** Numbers that questions are asked about, in the forms in which archives write them. */
function technique(random: Random, { modality, scanner }: { modality: ModalityWritten; scanner: Scanner }) {
  const sliced = modality === 'CT' || modality === 'MR' || modality === 'PT';
  const xray = ['CT', 'DX', 'CR', 'MG', 'XA'].includes(modality);
  return {
    sliceThickness: sliced ? random.weighted(scanner.thin ? THIN_SLICES : SLICE_THICKNESSES) : null,
    kvp: xray ? random.weighted(modality === 'MG' ? LOW_VOLTAGES : VOLTAGES) : null,
    fieldStrength: modality === 'MR' ? scanner.fieldStrength : null,
    contrastAgent: modality === 'CT' || modality === 'MR' ? random.weighted(CONTRAST) : null,
  };
}

const SLICE_THICKNESSES: readonly (readonly [number, string])[] = [
  [28, '5'],
  [18, '5.000000'],
  [14, '1.0'],
  [10, '1.25'],
  [8, '0.625'],
  [8, '3'],
  [6, '1.000000e+01'],
  [4, ''],
  [2, '1,25'],
  [2, '5mm'],
];
const THIN_SLICES: typeof SLICE_THICKNESSES = [
  [30, '1.25'],
  [20, '0.625'],
  [20, '2.5'],
  [14, '2.500000'],
  [8, '5'],
  [4, ''],
  [2, '1,25'],
  [2, '5mm'],
];
const VOLTAGES: readonly (readonly [number, string])[] = [
  [50, '120'],
  [18, '100'],
  [10, '120.0'],
  [8, '80'],
  [8, '140'],
  [4, '0'],
  [2, ''],
];
const LOW_VOLTAGES: readonly (readonly [number, string])[] = [
  [60, '28'],
  [40, '31.0'],
];
const CONTRAST: readonly (readonly [number, string | null])[] = [
  [50, null],
  [18, 'Ultravist 370'],
  [10, 'GADOVIST'],
  [8, 'NONE'],
  [6, 'CONTRAST'],
  [4, 'none'],
  [4, ''],
];
