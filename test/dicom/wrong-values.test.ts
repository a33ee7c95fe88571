import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { concatBytes, utf8ToBytes } from '../../src/base/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { rowOfBytes } from './deidentified.ts';
import { BIG, binary, dataSet, element, head, IMPLICIT, identifiers, part10, sequence, UID } from './part10.ts';
import { readable } from './policy.ts';

// What dcmjs reads wrongly, and what has to be stored instead. Each case goes from bytes of a file to the stored value.

function stored(file: Uint8Array): StagedRow {
  const row = rowOfBytes(file);
  if (typeof row === 'string') {
    throw new Error(`quarantined: ${row}`);
  }
  return row;
}

function column(keyword: string, ...elements: readonly Uint8Array[]) {
  return readable(stored(part10(dataSet(...identifiers(), ...elements))), keyword);
}

describe('numbers', () => {
  test.each([
    ['1,25', 'MISSING'],
    ['5mm', 'MISSING'],
    ['1e400', 'MISSING'],
    ['abc', 'MISSING'],
    ['NaN', 'MISSING'],
    ['', 'MISSING'],
    ['0', 'MISSING'],
    ['-5', 'MISSING'],
    ['51', 'MISSING'],
    ['5.000000', 5],
    ['1.000000e+01', 10],
    [' 5 ', 5],
    ['1.0249', 1],
    ['1.025', 1.05],
    ['50', 50],
  ])('a SliceThickness of %j is %s', (text, expected) => {
    expect(column('SliceThickness', element(0x00180050, 'DS', text))).toBe(expected);
  });

  test.each(['12abc', '1A', '1,2', '', 'twelve'])('an XRayTubeCurrent of %j is MISSING', (text) => {
    expect(column('XRayTubeCurrent', element(0x00181151, 'IS', text))).toBe('MISSING');
  });

  test('binary numbers of zero length are MISSING, where a real 0 is 0', () => {
    expect(column('DiffusionBValue', element(0x00189087, 'FD', ''))).toBe('MISSING');
    expect(column('DiffusionBValue', element(0x00189087, 'FD', binary('FD', 0)))).toBe(0);
    expect(column('DiffusionBValue', element(0x00189087, 'FD', binary('FD', 1000)))).toBe(1000);
    expect(column('Rows', element(0x00280010, 'US', ''))).toBe('MISSING');
    expect(column('Rows', element(0x00280010, 'US', binary('US', 0)))).toBe('MISSING');
    expect(column('Rows', element(0x00280010, 'US', binary('US', 512)))).toBe(512);
  });

  test('a binary number of broken length is MISSING and leaves its neighbours alone', () => {
    const cut = concatBytes(head(0x00189087, 'FD', 3), utf8ToBytes('abc'));
    const file = part10(dataSet(...identifiers(), cut, element(0x00280010, 'US', binary('US', 64))));
    expect(readable(stored(file), 'DiffusionBValue')).toBe('MISSING');
    expect(readable(stored(file), 'Rows')).toBe(64);
  });

  test('the first of several values counts, and only that', () => {
    expect(column('PixelSpacing', element(0x00280030, 'DS', '0.703125\\0.8'))).toBe(0.7);
    expect(column('PixelSpacing', element(0x00280030, 'DS', '\\0.8'))).toBe('MISSING');
  });

  test('FL and FD are read by the decimals that name them', () => {
    expect(column('CTDIvol', element(0x00189345, 'FD', binary('FD', 12.25)))).toBe(12.5);
    expect(column('SpiralPitchFactor', element(0x00189311, 'FD', binary('FD', 0.975)))).toBe(1);
    expect(column('SpiralPitchFactor', element(0x00189311, 'FD', binary('FD', Number.NaN)))).toBe('MISSING');
  });

  test.each([
    ['1.5', 1.5],
    ['15000', 1.5],
    ['15015', 1.5],
    ['2000', 0.2],
    ['0', 'MISSING'],
    ['1,5', 'MISSING'],
    ['1.5T', 'MISSING'],
  ])('a MagneticFieldStrength of %s is %s T', (text, expected) => {
    expect(column('MagneticFieldStrength', element(0x00180087, 'DS', text))).toBe(expected);
  });

  test.each([
    ['0', 'MISSING'],
    ['120', 120],
    ['120.0', 120],
  ])('a KVP of %s is %s', (text, expected) => {
    expect(column('KVP', element(0x00180060, 'DS', text))).toBe(expected);
  });
});

describe('ages and dates', () => {
  const born = element(0x00100030, 'DA', '19500615');
  const studied = element(0x00080020, 'DA', '20210616');

  test.each([
    ['000Y', 71],
    ['411Y', 'MISSING'],
    ['093Y', 90],
    ['045Y', 45],
    ['', 71],
    ['45', 71],
  ])('a PatientAge of %j, beside both dates, is %s', (text, expected) => {
    expect(column('PatientAge', element(0x00101010, 'AS', text), born, studied)).toBe(expected);
  });

  test.each([
    ['20210504', '2021'],
    ['20211345', 'MISSING'],
    ['2021.05.04', 'MISSING'],
    ['18990101', 'OTHER'],
    ['', 'MISSING'],
  ])('a StudyDate of %j is %s', (text, expected) => {
    expect(column('StudyDate', element(0x00080020, 'DA', text))).toBe(expected);
  });
});

describe('words', () => {
  test.each([
    ['NONE', 'NONE'],
    ['none ', 'NONE'],
    ['Ultravist 370', 'IODINATED'],
    ['Gadovist 1.0', 'GADOLINIUM'],
    ['Frau Schmidt 70 ml', 'OTHER'],
    ['', 'MISSING'],
  ])('a ContrastBolusAgent of %j is %s', (text, expected) => {
    expect(column('ContrastBolusAgent', element(0x00180010, 'LO', text))).toBe(expected);
  });

  test.each([
    ['GE MEDICAL SYSTEMS', 'GE'],
    ['GE Medical Systems', 'GE'],
    ['TOSHIBA_MEC', 'TOSHIBA'],
    ['Philips\\Healthcare', 'PHILIPS'],
    ['GENERIC', 'OTHER'],
    ['   ', 'MISSING'],
  ])('a Manufacturer of %j is %s', (text, expected) => {
    expect(column('Manufacturer', element(0x00080070, 'LO', text))).toBe(expected);
  });

  test.each([
    ['CHEST', 'CHEST'],
    ['Thorax', 'CHEST'],
    ['WO INTER', 'OTHER'],
    ['MÜLLER^ÄNNE', 'OTHER'],
  ])('a BodyPartExamined of %j is %s', (text, expected) => {
    expect(column('BodyPartExamined', element(0x00180015, 'CS', text))).toBe(expected);
  });

  test('a sex in bytes of another character set is OTHER', () => {
    expect(column('PatientSex', element(0x00100040, 'CS', new Uint8Array([0xc4, 0xd0])))).toBe('OTHER');
  });

  test('one item of several is read, and an empty one is MISSING', () => {
    expect(column('ImageType', element(0x00080008, 'CS', 'DERIVED\\PRIMARY\\AXIAL'))).toBe('DERIVED');
    expect(column('ImageType', element(0x00080008, 'CS', '\\PRIMARY'))).toBe('MISSING');
    expect(column('ScanningSequence', element(0x00180020, 'CS', 'SE\\IR'))).toBe('SE');
  });

  test('a SOP class is known by its UID, padded or not', () => {
    expect(column('SOPClassUID', element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'))).toBe('MRImageStorage');
    expect(column('SOPClassUID', element(0x00080016, 'UI', '1.2.3.4'))).toBe('OTHER');
  });

  test('a description is read from the protocol only where there is none for the series', () => {
    const protocol = element(0x00181030, 'LO', 'T1 MPRAGE');
    expect(column('SeriesDescription', protocol)).toBe('T1');
    expect(column('SeriesDescription', element(0x0008103e, 'LO', 't2_tse_tra'), protocol)).toBe('T2');
    expect(column('SeriesDescription', element(0x0008103e, 'LO', 'Frau Schmidt'), protocol)).toBe('OTHER');
  });
});

describe('identifiers', () => {
  const keys = (ids: Parameters<typeof identifiers>[0], ...more: readonly Uint8Array[]) => {
    const { patient, study, series, instance } = stored(part10(dataSet(...identifiers(ids), ...more)));
    return { patient, study, series, instance };
  };

  test('UIDs with letters are hashed as they stand: no two fall together', () => {
    expect(keys({ instance: '3gb_native.0' }).instance).not.toBe(keys({ instance: '3xy_other.0' }).instance);
    expect(keys({ instance: '3gb_native.0' }).instance).not.toBe(keys({ instance: '3.0' }).instance);
  });

  test('spaces around a PatientID do not make another patient; case and issuer do', () => {
    const { patient } = keys({ patient: 'Abc1' });
    expect(keys({ patient: ' Abc1 ' }).patient).toBe(patient);
    expect(keys({ patient: 'ABC1' }).patient).not.toBe(patient);
    expect(keys({ patient: 'Abc1' }, element(0x00100021, 'LO', 'PAS')).patient).not.toBe(patient);
  });

  test('the same patient has the same pseudonym in every encoding', () => {
    const at = (layout: typeof BIG, syntax: string) => {
      const ids = (
        [
          [0x00080018, '1.2'],
          [0x00100020, 'P1'],
          [0x0020000d, '1.3'],
          [0x0020000e, '1.4'],
        ] as const
      ).map(([tag, text]) => element(tag, tag === 0x00100020 ? 'LO' : 'UI', text, layout));
      return stored(part10(concatBytes(...ids), { syntax })).patient;
    };
    expect(new Set([at(BIG, UID.big), at(IMPLICIT, UID.implicit), keys({ patient: 'P1' }).patient]).size).toBe(1);
  });

  test('no PatientID, no row; and none without study, series and instance', () => {
    expect(rowOfBytes(part10(dataSet(...identifiers({ patient: '' }))))).toBe('no-patient-id');
    expect(rowOfBytes(part10(dataSet(...identifiers({ patient: '   ' }))))).toBe('no-patient-id');
    expect(rowOfBytes(part10(dataSet(...identifiers({ series: '' }))))).toBe('no-instance-ids');
  });
});

describe('structure', () => {
  const rest = [element(0x00180050, 'DS', '5'), element(0x00280010, 'US', binary('US', 64))];

  test('values are the same in implicit, big-endian and deflated files', () => {
    const deflated = part10(deflateRawSync(dataSet(...identifiers(), ...rest)), { syntax: UID.deflated });
    expect([readable(stored(deflated), 'SliceThickness'), readable(stored(deflated), 'Rows')]).toEqual([5, 64]);
    for (const [layout, syntax, sixtyFour] of [
      [IMPLICIT, UID.implicit, [64, 0]],
      [BIG, UID.big, [0, 64]],
    ] as const) {
      const file = part10(
        concatBytes(
          element(0x00080018, 'UI', '1.2', layout),
          element(0x00100020, 'LO', 'P1', layout),
          element(0x00180050, 'DS', '5', layout),
          element(0x0020000d, 'UI', '1.3', layout),
          element(0x0020000e, 'UI', '1.4', layout),
          element(0x00280010, 'US', new Uint8Array(sixtyFour), layout),
        ),
        { syntax },
      );
      expect([readable(stored(file), 'SliceThickness'), readable(stored(file), 'Rows')], syntax).toEqual([5, 64]);
    }
  });

  test('a sequence written as UN, of either kind of length, costs nothing else', () => {
    const item = element(0x00081150, 'UI', '1.2.3', IMPLICIT);
    for (const delimited of [true, false]) {
      const un = sequence(0x00081110, [item], { delimited, vr: 'UN' });
      expect(readable(stored(part10(dataSet(...identifiers(), un, ...rest))), 'SliceThickness')).toBe(5);
    }
  });

  test('a wanted element that is a sequence is MISSING and never reaches the parser', () => {
    const odd = sequence(0x00180050, [element(0x00100010, 'PN', 'Doe^Jo')], { delimited: false });
    expect(readable(stored(part10(dataSet(...identifiers(), odd))), 'SliceThickness')).toBe('MISSING');
  });

  test('a wanted element longer than the bound is quarantined', () => {
    const long = element(0x00180050, 'UT', '5'.repeat(70_000));
    expect(rowOfBytes(part10(dataSet(...identifiers(), long)))).toBe('element-too-long');
  });

  test('a wanted element with an unsuitable representation is read for what it says, or MISSING', () => {
    expect(column('SliceThickness', element(0x00180050, 'LO', '5'))).toBe(5);
    expect(column('SliceThickness', element(0x00180050, 'OB', '5'))).toBe('MISSING');
    expect(column('SliceThickness', element(0x00180050, 'UN', '5'))).toBe(5);
  });

  test.each(['OL', 'OV', 'SV', 'OF', 'AT'])(
    'never prints a word about bytes in a representation that dcmjs does not know: %s',
    (vr) => {
      // Every test fails on console output; dcmjs would complain here through its second logger.
      expect(column('SliceThickness', element(0x00180050, vr, 'Doe^John'))).toBe('MISSING');
    },
  );

  test.each([
    '\\ISO 2022 IR 87',
    'ISO 2022 IR 13\\ISO 2022 IR 87',
    '\\ISO 2022 IR 149',
    'UTF-8',
    'ISO_IR 192',
    'GB18030',
    '',
    'nonsense',
  ])('a file in character set %j is stored, and its codes are right', (charset) => {
    const set = element(0x00080005, 'CS', charset);
    const name = element(
      0x00100010,
      'PN',
      new Uint8Array([0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42]),
    );
    const row = stored(part10(dataSet(...identifiers(), set, name, element(0x00080060, 'CS', 'MR'), ...rest)));
    expect([readable(row, 'Modality'), readable(row, 'SliceThickness')]).toEqual(['MR', 5]);
  });
});
