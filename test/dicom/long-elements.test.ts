import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../src/base/index.ts';
import { rowOfBytes } from './deidentified.ts';
import { dataSet, element, identifiers, part10, sequence } from './part10.ts';
import { readable } from './policy.ts';

// Whatever is looked at is bounded, also where the standard's own limits make nobody expect a long value. UT stands for
// what implicit files can write under any tag: a length of 32 bits.

const LONG = '5\\'.repeat(40_000);

const read = (...elements: readonly Uint8Array[]) => rowOfBytes(part10(dataSet(...elements)));

function column(keyword: string, ...elements: readonly Uint8Array[]) {
  const row = read(...identifiers(), ...elements);
  return typeof row === 'string' ? row : readable(row, keyword);
}

describe('a header is quarantined', () => {
  test.each([0x00100020, 0x0020000d, 0x0020000e, 0x00080018])('for an identifier that is too long: %d', (tag) => {
    const others = identifiers().filter((_, at) => [0x00080018, 0x00100020, 0x0020000d, 0x0020000e][at] !== tag);
    expect(read(...others, element(tag, 'UT', LONG))).toBe('element-too-long');
  });

  test.each([0x00100010, 0x00101000, 0x00080050])('for an identity that is too long to be looked for: %d', (tag) => {
    expect(read(...identifiers(), element(tag, 'UT', LONG))).toBe('element-too-long');
  });

  test('for a character set that is too long', () => {
    expect(read(...identifiers(), element(0x00080005, 'UT', LONG))).toBe('element-too-long');
  });
});

describe('a nested item gives nothing, and the header the rest', () => {
  const measures = (...inside: readonly Uint8Array[]) => [
    sequence(0x52009229, [sequence(0x00289110, [dataSet(...inside)], { delimited: true })], { delimited: true }),
    element(0x00080060, 'CS', 'MR'),
  ];
  const thickness = element(0x00180050, 'DS', '2.5');

  test('when an element of it that is looked at is too long', () => {
    const inside = measures(thickness, element(0x00180088, 'UT', LONG));
    expect([column('SliceThickness', ...inside), column('Modality', ...inside)]).toEqual(['MISSING', 'MR']);
  });

  test('when its character set is too long', () => {
    const inside = measures(thickness, element(0x00080005, 'UT', LONG));
    expect([column('SliceThickness', ...inside), column('Modality', ...inside)]).toEqual(['MISSING', 'MR']);
  });

  test('but not for a long element that nothing looks at', () => {
    expect(column('SliceThickness', ...measures(thickness, element(0x00204000, 'UT', LONG)))).toBe(2.5);
  });
});

describe('a value gives nothing', () => {
  test('when it is longer than what is parsed, and the header the rest', () => {
    const maker = (letters: number) => [
      element(0x00080060, 'CS', 'MR'),
      element(0x00080070, 'UT', 'x'.repeat(letters)),
    ];
    expect(column('Manufacturer', ...maker(10_240))).toBe('OTHER');
    expect([column('Manufacturer', ...maker(10_242)), column('Modality', ...maker(10_242))]).toEqual(['MISSING', 'MR']);
  });
});

test('a report’s number that is too long gives nothing, and another one of it counts', () => {
  const item = (number: Uint8Array) =>
    concatBytes(
      sequence(0x0040a043, [concatBytes(element(0x00080100, 'SH', '113830'), element(0x00080102, 'SH', 'DCM'))], {
        delimited: true,
      }),
      sequence(0x0040a300, [number], { delimited: true }),
    );
  const items = [item(element(0x0040a30a, 'UT', LONG)), item(element(0x0040a30a, 'DS', '12.5'))];
  expect(column('CTDIvol', sequence(0x0040a730, items, { delimited: true }))).toBe(12.5);
});
