import { expect, test } from 'vitest';
import { isUnitOf } from '../../src/dicom/parse/dose-unit.ts';

const [CTDI, DLP] = ['DCM 113830', 'DCM 113813'];

test.each(['mGy.cm', 'mGy*cm', 'mGy·cm', 'mGyÂ·cm', 'mGy cm', 'mGycm', ' mGy.cm ', ''])(
  '%s is the unit of a dose length product',
  (unit) => {
    expect(isUnitOf(DLP, unit)).toBe(true);
  },
);

test.each(['mGy.cm2', 'mGy/cm', 'mGy.cm-1', 'MGy.cm', 'mGy.Cm', 'mgy.cm', 'Gy.cm', 'mGy'])('%s is not', (unit) => {
  expect(isUnitOf(DLP, unit)).toBe(false);
});

test.each(['MGy', 'mGy.cm', 'mGy/s', 'mGy2', 'uGy'])('%s is not the unit of a dose index, which is mGy', (unit) => {
  expect(isUnitOf(CTDI, unit)).toBe(false);
  expect(isUnitOf(CTDI, 'mGy')).toBe(true);
});

test('a concept that has no unit of its own takes any', () => {
  expect(isUnitOf('DCM 1', 'mm')).toBe(true);
});
