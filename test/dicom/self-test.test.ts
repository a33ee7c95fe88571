import { expect, test } from 'vitest';
import { part10Header } from '../../src/dicom/parse/index.ts';
import { scanHeader } from '../../src/dicom/scan/index.ts';
import { holdsIdentity } from '../../src/dicom/transform/self-test.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { deidentified } from './deidentified.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';
import { POLICY } from './policy.ts';

// A patient number that looks like a pseudonym: what a transform that forgot to hash would let through.
const NUMBER = '0123456789ABCDEF0123456789abcdef';
const file = part10(
  dataSet(...identifiers({ patient: NUMBER }), element(0x00080050, 'SH', 'ACC1'), element(0x00080060, 'CS', 'CT')),
);
const scan = scanHeader(file, file.length);
if (scan.state !== 'complete') {
  throw new Error('the file scans');
}
const header = part10Header(scan.header);
const row = deidentified(scan.header);

const held = (change: Partial<StagedRow>) =>
  holdsIdentity(
    {
      ...(typeof row === 'string' ? { patient: '', study: '', series: '', instance: '', values: {} } : row),
      ...change,
    },
    {
      header,
      policy: POLICY,
    },
  );

test('lets a row through whose keys are pseudonyms and whose values are codes and steps', () => {
  expect(held({})).toBe(false);
});

test('never lets a raw identifier through in place of a pseudonym, as text or in hex', () => {
  expect(held({ patient: NUMBER.toLowerCase() })).toBe(true);
  expect(held({ study: NUMBER })).toBe(true);
  expect(held({ series: Buffer.from('ACC1').toString('hex') })).toBe(true);
  expect(held({ instance: '' })).toBe(true);
});

test('never lets a value through that is outside its column’s closed domain', () => {
  const modality = POLICY.columns.get('Modality');
  const beyond = modality?.kind === 'dimension' ? modality.missingCode + 1 : 0;
  for (const values of [
    { Modality: beyond },
    { Modality: -1 },
    { Modality: 0.5 },
    { PatientName: 1 },
    { PatientAge: 1_000 },
  ]) {
    expect(held({ values }), JSON.stringify(values)).toBe(true);
  }
  expect(held({ values: { Modality: beyond - 1, PatientAge: 90 } })).toBe(false);
});
