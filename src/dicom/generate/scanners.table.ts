import type { ModalityWritten } from './exams.table.ts';

/** A make as archives spell it, a model of it, and how often it stands in a radiology department. */
interface Make {
  readonly weight: number;
  readonly spellings: readonly string[];
  readonly models: readonly string[];
  /** Whether its machines are set to thin slices, as departments that buy them do in these archives. */
  readonly thin?: boolean;
}

const GE = ['GE MEDICAL SYSTEMS', 'GE Medical Systems', 'GE Healthcare', 'General Electric'];
const SIEMENS = ['SIEMENS', 'Siemens', 'Siemens Healthineers', 'Siemens HealthCare GmbH'];
const PHILIPS = ['Philips Medical Systems', 'Philips', 'PHILIPS', 'Philips Healthcare'];
const CANON = ['TOSHIBA', 'TOSHIBA_MEC', 'Canon Medical Systems', 'CANON_MEC'];
const FUJI = ['FUJIFILM Corporation', 'FUJIFILM', 'Fuji Photo Film Co., Ltd.'];

/** Makes by modality. */
export const MAKES: Readonly<Record<ModalityWritten, readonly Make[]>> = {
  CT: [
    { weight: 30, spellings: GE, models: ['LightSpeed VCT', 'Revolution CT', 'Optima CT660'], thin: true },
    { weight: 34, spellings: SIEMENS, models: ['SOMATOM Definition AS', 'SOMATOM Force', 'Sensation 64'] },
    { weight: 20, spellings: PHILIPS, models: ['Brilliance 64', 'iCT 256', 'Ingenuity CT'] },
    { weight: 14, spellings: CANON, models: ['Aquilion', 'Aquilion ONE'] },
    { weight: 2, spellings: ['UIH'], models: ['uCT 760'] },
  ],
  MR: [
    { weight: 26, spellings: GE, models: ['SIGNA HDxt', 'DISCOVERY MR750', 'SIGNA Artist'] },
    { weight: 40, spellings: SIEMENS, models: ['Avanto', 'Skyra', 'Aera', 'MAGNETOM Vida'] },
    { weight: 24, spellings: PHILIPS, models: ['Achieva', 'Ingenia', 'Intera'] },
    { weight: 5, spellings: CANON, models: ['Vantage Titan'] },
    { weight: 3, spellings: ['Hitachi Medical Corporation', 'HITACHI'], models: ['Oasis'] },
    { weight: 2, spellings: ['ESAOTE', 'Esaote SpA'], models: ['O-scan'] },
  ],
  DX: [
    { weight: 25, spellings: SIEMENS, models: ['Ysio', 'Fluorospot Compact FD'] },
    { weight: 25, spellings: PHILIPS, models: ['DigitalDiagnost', 'MobileDiagnost wDR'] },
    { weight: 20, spellings: ['CARESTREAM HEALTH', 'Carestream Health', 'KODAK'], models: ['DRX-Evolution', 'DRX-1'] },
    { weight: 15, spellings: GE, models: ['Definium 8000', 'Optima XR220'] },
    { weight: 10, spellings: ['SAMSUNG ELECTRONICS', 'Samsung'], models: ['GC85A'] },
    { weight: 5, spellings: ['Swissray'], models: ['ddR'] },
  ],
  CR: [
    { weight: 45, spellings: FUJI, models: ['FCR XG5000', '5000'] },
    { weight: 35, spellings: ['AGFA', 'Agfa', 'Agfa-Gevaert'], models: ['ADC_51xx', 'CR 85'] },
    { weight: 15, spellings: ['Eastman Kodak Company', 'CARESTREAM'], models: ['CR 975'] },
    { weight: 5, spellings: ['KONICA MINOLTA', 'Konica'], models: ['REGIUS 190'] },
  ],
  US: [
    { weight: 35, spellings: GE, models: ['LOGIQE9', 'Vivid E95', 'V830'] },
    { weight: 30, spellings: PHILIPS, models: ['EPIQ 7G', 'iU22'] },
    { weight: 15, spellings: ['SAMSUNG MEDISON CO., LTD.', 'Medison'], models: ['RS85', 'WS80A'] },
    { weight: 10, spellings: CANON, models: ['Aplio 500'] },
    { weight: 6, spellings: ['SuperSonic Imagine SA'], models: ['Aixplorer'] },
    { weight: 4, spellings: ['Esaote'], models: ['MyLabClassC'] },
  ],
  MG: [
    { weight: 55, spellings: ['HOLOGIC, Inc.', 'Hologic', 'LORAD'], models: ['Selenia Dimensions', 'Lorad Selenia'] },
    { weight: 25, spellings: SIEMENS, models: ['MAMMOMAT Inspiration'] },
    { weight: 15, spellings: GE, models: ['Senographe Essential'] },
    { weight: 5, spellings: ['IMS s.r.l.'], models: ['GIOTTO'] },
  ],
  XA: [
    { weight: 50, spellings: SIEMENS, models: ['AXIOM-Artis', 'Artis zee'] },
    { weight: 40, spellings: PHILIPS, models: ['Allura Xper', 'Azurion'] },
    { weight: 10, spellings: GE, models: ['INNOVA 3100'] },
  ],
  PT: [
    { weight: 50, spellings: SIEMENS, models: ['Biograph mCT', 'Biograph64'] },
    { weight: 35, spellings: GE, models: ['Discovery 690'] },
    { weight: 15, spellings: PHILIPS, models: ['GEMINI TF TOF 64'] },
  ],
  NM: [
    { weight: 60, spellings: SIEMENS, models: ['Symbia T6'] },
    { weight: 30, spellings: GE, models: ['Discovery NM630'] },
    { weight: 10, spellings: ['Mediso'], models: ['AnyScan'] },
  ],
  SR: [{ weight: 1, spellings: ['SIEMENS', 'GE MEDICAL SYSTEMS'], models: ['Dose Report'] }],
};

/** (0018,0087) as written: tesla, more digits than needed, and gauss. */
export const FIELD_STRENGTHS: readonly (readonly [number, string])[] = [
  [46, '1.5'],
  [26, '3'],
  [8, '3.0'],
  [6, '15000'],
  [4, '1.500000e+00'],
  [3, '1.494'],
  [3, '30000'],
  [2, '1'],
  [2, '0.35'],
];
