import type { ElementToWrite } from '../parse/index.ts';
import { SOP_CLASSES } from './exams.table.ts';
import type { ManifestFile } from './manifest.ts';
import { FAMILY_NAMES } from './people.table.ts';
import type { Person } from './person.ts';
import type { SeriesPlan } from './plan.ts';
import { type Random, seeded } from './random.ts';

/** One file to write. */
export interface FilePlan {
  readonly site: string;
  readonly person: Person;
  readonly series: SeriesPlan;
  readonly file: ManifestFile;
  /** Counted from 1. */
  readonly instance: number;
}

type Written = readonly [tag: string, vr: string, ...values: unknown[]];

/** The elements of one file in ascending order: what the policy keeps amid what it must drop. */
export function elementsOf(plan: FilePlan): ElementToWrite[] {
  const random = seeded(plan.series.label);
  const written = [
    ...identifying(plan, random),
    ...patient(plan, random),
    ...study(plan, random),
    ...acquisition(plan, random),
    ...image(plan, random),
  ];
  return written.map(([tag, vr, ...values]) => ({ tag, vr, values })).sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

function identifying({ site, person, series, file }: FilePlan, random: Random): Written[] {
  const doctor = `${random.pick(FAMILY_NAMES)}^Dr`;
  // Now and then a name or a number slips into a description.
  const slip = random.chance(0.03) ? ` ${person.name.split('^')[0]}` : '';
  return [
    ['00080005', 'CS', 'ISO_IR 192'],
    ['00080016', 'UI', SOP_CLASSES[series.modality]],
    ['00080018', 'UI', file.sopInstanceUid],
    ['00080050', 'SH', series.accession],
    ['00080080', 'LO', `${site} hospital`],
    ['00080081', 'ST', `1 Harbour Road, ${site}`],
    ['00080090', 'PN', doctor],
    ['00081010', 'SH', series.scanner.station],
    ['00081030', 'LO', `${series.studyDescription}${slip}`],
    ['0008103E', 'LO', series.truth.seriesDescription],
    ['00081070', 'PN', `${random.pick(FAMILY_NAMES)}^MTRA`],
    ['00081090', 'LO', series.scanner.model],
    ['00090010', 'LO', 'ACQ_PRIVATE_01'],
    ['00091001', 'LO', `${person.name}/${person.patientId}`],
    ['00181000', 'LO', series.scanner.serial],
    ['00181020', 'LO', series.scanner.software],
    ['00181030', 'LO', series.studyDescription],
  ];
}

function patient({ person, series, file }: FilePlan, random: Random): Written[] {
  const id = file.damage === 'no-patient-id' ? '' : `${random.chance(0.02) ? ' ' : ''}${person.patientId}`;
  const { birthDate, patientAge } = series.truth;
  const size: Written[] = random.chance(0.45)
    ? [
        ['00101020', 'DS', person.sizeM],
        ['00101030', 'DS', String(person.weightKg)],
      ]
    : [];
  const issuer: Written[] = person.issuer === '' ? [] : [['00100021', 'LO', person.issuer]];
  return [
    ['00100010', 'PN', person.name],
    ['00100020', 'LO', id],
    ...issuer,
    ['00100030', 'DA', birthDate],
    ['00100040', 'CS', person.sex],
    ['00101010', 'AS', patientAge],
    ...size,
  ];
}

function study({ series, instance }: FilePlan, random: Random): Written[] {
  const { truth } = series;
  const time = `${String(random.between(6, 22)).padStart(2, '0')}${random.between(10, 59)}${random.between(10, 59)}`;
  const request = {
    '00400007': { vr: 'LO', Value: [series.studyDescription] },
    '00401001': { vr: 'SH', Value: [series.accession] },
  };
  const asked: Written[] = random.chance(0.25) ? [['00400275', 'SQ', request]] : [];
  return [
    ['00080020', 'DA', truth.studyDate],
    ['00080021', 'DA', truth.studyDate],
    ['00080030', 'TM', time],
    ['00080060', 'CS', truth.modality],
    ['00080070', 'LO', truth.manufacturer],
    ['0020000D', 'UI', truth.studyInstanceUid],
    ['0020000E', 'UI', truth.seriesInstanceUid],
    ['00200010', 'SH', series.accession],
    ['00200011', 'IS', String(series.number)],
    ['00200013', 'IS', String(instance)],
    ['00200052', 'UI', truth.studyInstanceUid],
    ...asked,
  ];
}

function acquisition({ series }: FilePlan, random: Random): Written[] {
  const { bodyPart, sliceThickness, kvp, fieldStrength, contrastAgent } = series.truth;
  const known: readonly (readonly [string, string, string | null])[] = [
    ['00180010', 'LO', contrastAgent],
    ['00180015', 'CS', bodyPart],
    ['00180050', 'DS', sliceThickness],
    ['00180060', 'DS', kvp],
    ['00180087', 'DS', fieldStrength],
  ];
  const present = known.flatMap(([tag, vr, text]): Written[] => (text === null ? [] : [[tag, vr, text]]));
  return [...present, ...byModality(series, random)];
}

function byModality({ modality, truth }: SeriesPlan, random: Random): Written[] {
  switch (modality) {
    case 'CT':
      return [
        ['00180022', 'CS', 'HELICAL MODE'],
        ['00180040', 'IS', ''],
        ...(truth.contrastAgent
          ? ([['00181040', 'LO', random.pick(['IV', 'Intravenous', 'oral'])]] satisfies Written[])
          : []),
        ['00181100', 'DS', String(random.between(20, 50) * 10)],
        ['00181150', 'IS', String(random.between(4, 20) * 100)],
        ['00181151', 'IS', String(random.between(8, 60) * 10)],
        ['00181152', 'IS', String(random.between(20, 300))],
        ['00181210', 'SH', random.pick(['STANDARD', 'B31f', 'LUNG', 'FC03', 'Br40d\\3', 'YA', 'B70f', 'custom'])],
        ['00185100', 'CS', 'HFS'],
        ['00189311', 'FD', random.pick([0.8, 0.9, 1, 1.375])],
        ['00189345', 'FD', random.between(10, 250) / 10],
      ];
    case 'MR':
      return [
        ['00180020', 'CS', ...random.pick([['SE'], ['GR'], ['SE', 'IR'], ['EP']])],
        ['00180021', 'CS', ...random.pick([['SK'], ['SK', 'SP'], ['NONE'], ['SS']])],
        ['00180023', 'CS', random.pick(['2D', '2D', '3D'])],
        ['00180080', 'DS', String(random.between(5, 9000))],
        ['00180081', 'DS', (random.between(10, 1200) / 10).toFixed(2)],
        ['00180082', 'DS', random.chance(0.2) ? String(random.between(100, 2600)) : ''],
        ['00180088', 'DS', (random.between(10, 70) / 10).toFixed(1)],
        ['00180091', 'IS', String(random.between(1, 32))],
        ['00181314', 'DS', String(random.between(5, 180))],
        ['00185100', 'CS', random.pick(['HFS', 'FFS'])],
      ];
    case 'MG':
      return [
        ['00185101', 'CS', truth.seriesDescription.includes('CC') ? 'CC' : 'MLO'],
        ['00200062', 'CS', truth.seriesDescription.slice(0, 1)],
      ];
    case 'DX':
    case 'CR':
      return [
        ['00181152', 'IS', String(random.between(1, 20))],
        ['00185101', 'CS', random.pick(['AP', 'PA', 'LL', 'AP'])],
        ['00200060', 'CS', random.pick(['', 'L', 'R'])],
      ];
    default:
      return random.chance(0.5) ? [['00280008', 'IS', String(random.between(1, 90))]] : [];
  }
}

const MATRICES: Readonly<Record<string, readonly number[]>> = {
  CT: [512, 512],
  MR: [256, 320, 384, 512],
  DX: [2048, 2500, 3000],
  CR: [2010, 1760],
  MG: [3328, 4096],
};

function image({ series }: FilePlan, random: Random): Written[] {
  const derived = series.truth.seriesDescription.startsWith('MPR');
  if (series.modality === 'SR') {
    return [];
  }
  const matrix = random.pick(MATRICES[series.modality] ?? [480, 768, 1024]);
  const spacing = (random.between(30, 95) / 100).toFixed(random.between(2, 6));
  const pixels: Written[] = random.chance(0.3) ? [['7FE00010', 'OW', new Uint8Array(8).buffer]] : [];
  return [
    ['00080008', 'CS', derived ? 'DERIVED' : 'ORIGINAL', 'PRIMARY', random.pick(['AXIAL', 'LOCALIZER', 'OTHER'])],
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', matrix],
    ['00280011', 'US', matrix],
    ['00280030', 'DS', spacing, spacing],
    ['00280100', 'US', 16],
    ['00280101', 'US', 12],
    ['00280102', 'US', 11],
    ['00280103', 'US', 0],
    ...(random.chance(0.15) ? ([['00280301', 'CS', random.pick(['NO', 'YES'])]] satisfies Written[]) : []),
    ...(random.chance(0.2) ? ([['00282110', 'CS', random.pick(['00', '01'])]] satisfies Written[]) : []),
    ...pixels,
  ];
}
