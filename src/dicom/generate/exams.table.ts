/** Modalities that the generator writes. */
export type ModalityWritten = 'CT' | 'MR' | 'DX' | 'CR' | 'US' | 'MG' | 'XA' | 'PT' | 'NM' | 'SR';

/** How often each spelling is written. */
export type Spellings = readonly (readonly [weight: number, text: string])[];

/** A kind of examination: its region as written, its descriptions, and the series it is made of. */
export interface Exam {
  readonly modality: ModalityWritten;
  readonly bodyPart: Spellings;
  readonly studies: readonly string[];
  /** The first is always made; the others as many as the draw says. */
  readonly series: readonly string[];
}

/** SOP class UIDs of what is written (DICOM PS3.4 Table B.5-1). */
export const SOP_CLASSES: Readonly<Record<ModalityWritten, string>> = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  DX: '1.2.840.10008.5.1.4.1.1.1.1',
  CR: '1.2.840.10008.5.1.4.1.1.1',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  MG: '1.2.840.10008.5.1.4.1.1.1.2',
  XA: '1.2.840.10008.5.1.4.1.1.12.1',
  PT: '1.2.840.10008.5.1.4.1.1.128',
  NM: '1.2.840.10008.5.1.4.1.1.20',
  SR: '1.2.840.10008.5.1.4.1.1.88.67',
};

const CHEST: Spellings = [
  [86, 'CHEST'],
  [5, 'THORAX'],
  [3, 'Chest'],
  [2, 'LUNG'],
  [1, 'CHEST '],
  [2, ''],
  [1, 'WO INTER'],
];
const ABDOMEN: Spellings = [
  [72, 'ABDOMEN'],
  [8, 'ABDOMENPELVIS'],
  [5, 'Abdomen'],
  [4, 'ABD'],
  [3, 'LIVER'],
  [4, ''],
  [2, 'BD CT ABD WO_W C'],
  [2, 'ABDOMEN OBERBAUCH'],
];
const HEAD: Spellings = [
  [70, 'HEAD'],
  [12, 'BRAIN'],
  [6, 'SKULL'],
  [3, 'Kopf'],
  [9, ''],
];
const BREAST: Spellings = [
  [94, 'BREAST'],
  [3, 'MAMMA'],
  [3, ''],
];
const EXTREMITY: Spellings = [
  [20, 'HAND'],
  [18, 'FOOT'],
  [18, 'KNEE'],
  [12, 'ANKLE'],
  [10, 'WRIST'],
  [8, 'HIP'],
  [8, 'SHOULDER'],
  [4, 'EXTREMITY'],
  [2, ''],
];

/** Every kind of examination that a patient can have. */
export const EXAMS = {
  ctChest: {
    modality: 'CT',
    bodyPart: CHEST,
    studies: ['CT Thorax', 'CT CHEST W CONTRAST', 'Thorax nativ', 'CT chest low dose'],
    series: ['Thorax 1.0 Lung', 'Topogram', 'CHEST 5.0 B31f', 'MPR cor', 'Lung 1.25mm'],
  },
  ctAbdomen: {
    modality: 'CT',
    bodyPart: ABDOMEN,
    studies: ['CT Abdomen', 'CT ABDOMEN/PELVIS W', 'Abdomen venös'],
    series: ['Abdomen 5.0', 'Scout', 'PORTAL VENOUS', 'MPR sag'],
  },
  ctHead: {
    modality: 'CT',
    bodyPart: HEAD,
    studies: ['CT Schädel', 'CT HEAD WO', 'Brain CT'],
    series: ['HEAD 4.8 J40s', 'Localizer', 'Bone 0.6'],
  },
  ctHeart: {
    modality: 'CT',
    bodyPart: [
      [80, 'HEART'],
      [15, 'CHEST'],
      [5, 'CARDIAC'],
    ],
    studies: ['CT Koronarangiographie', 'CTA CORONARY'],
    series: ['CTA 0.6 BestDiast', 'Calcium Score', 'CTA MIP'],
  },
  mrBrain: {
    modality: 'MR',
    bodyPart: [
      [62, 'BRAIN'],
      [30, 'HEAD'],
      [8, ''],
    ],
    studies: ['MR Schädel', 'MRI BRAIN W WO', 'Neuro MRT'],
    series: ['t2_tse_tra', 'localizer', 'T1 MPRAGE', 'ep2d_diff', 't2 flair tra', 'ADC', 'SWI'],
  },
  mrLiver: {
    modality: 'MR',
    bodyPart: ABDOMEN,
    studies: ['MR Leber', 'MRI LIVER', 'MRT Oberbauch'],
    series: ['T2 HASTE cor', 'VIBE dynamic', 'DWI b50_400_800', 'survey'],
  },
  mrSpine: {
    modality: 'MR',
    bodyPart: [
      [45, 'LSPINE'],
      [25, 'CSPINE'],
      [15, 'SPINE'],
      [10, 'TSPINE'],
      [5, ''],
    ],
    studies: ['MR LWS', 'MRI LUMBAR SPINE', 'MRT HWS'],
    series: ['t2_tse_sag', 't1_tse_sag', 'STIR sag', 'loc'],
  },
  mrKnee: {
    modality: 'MR',
    bodyPart: [
      [94, 'KNEE'],
      [4, 'LOW_EXM'],
      [2, ''],
    ],
    studies: ['MR Knie', 'MRI KNEE'],
    series: ['PD fs cor', 't1_se_sag', 't2 tra'],
  },
  mrBreast: {
    modality: 'MR',
    bodyPart: BREAST,
    studies: ['MR Mamma', 'MRI BREAST BILATERAL'],
    series: ['dyn t1 fl3d', 't2_tirm', 'DWI', 'subtraction'],
  },
  chestRadiograph: {
    modality: 'DX',
    bodyPart: CHEST,
    studies: ['Thorax pa', 'XR CHEST 2 VIEWS', 'Chest'],
    series: ['PA', 'LAT'],
  },
  bedsideRadiograph: {
    modality: 'CR',
    bodyPart: CHEST,
    studies: ['Thorax im Bett', 'PORTABLE CHEST'],
    series: ['AP', 'AP supine'],
  },
  limbRadiograph: {
    modality: 'DX',
    bodyPart: EXTREMITY,
    studies: ['Extremität 2 Ebenen', 'XR LIMB'],
    series: ['AP', 'LAT', 'oblique'],
  },
  mammogram: {
    modality: 'MG',
    bodyPart: BREAST,
    studies: ['Mammographie bds', 'MAMMO SCREENING'],
    series: ['R CC', 'L CC', 'R MLO', 'L MLO'],
  },
  abdominalUltrasound: {
    modality: 'US',
    bodyPart: ABDOMEN,
    studies: ['Abdomen Sono', 'US ABDOMEN'],
    series: ['Abdomen', 'Doppler'],
  },
  breastUltrasound: {
    modality: 'US',
    bodyPart: BREAST,
    studies: ['Mamma Sono', 'US BREAST'],
    series: ['Breast L', 'Breast R'],
  },
  heartCatheter: {
    modality: 'XA',
    bodyPart: [
      [85, 'HEART'],
      [15, ''],
    ],
    studies: ['Coronary angiography', 'Linksherzkatheter'],
    series: ['LCA', 'RCA', 'LV', 'PCI'],
  },
  petCt: {
    modality: 'PT',
    bodyPart: [
      [78, 'WHOLEBODY'],
      [12, 'WHOLE BODY'],
      [10, ''],
    ],
    studies: ['PET/CT FDG', 'PET Ganzkörper'],
    series: ['PET WB corrected', 'PET WB uncorrected'],
  },
  boneScan: {
    modality: 'NM',
    bodyPart: [
      [70, 'WHOLEBODY'],
      [30, ''],
    ],
    studies: ['Skelettszintigraphie', 'NM BONE SCAN'],
    series: ['WB anterior posterior', 'SPECT'],
  },
} as const satisfies Record<string, Exam>;

/** The name of one. */
export type ExamName = keyof typeof EXAMS;
