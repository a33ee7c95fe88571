import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../src/base/index.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { rowOfBytes } from './deidentified.ts';
import {
  binary,
  dataSet,
  EXPLICIT,
  element,
  IMPLICIT,
  identifiers,
  type Layout,
  part10,
  sequence,
  UID,
} from './part10.ts';
import { NESTED, policyWith, readableUnder } from './policy.ts';

// Elements in the items of sequences, concepts in dose reports, and text in several character sets, read by a policy that
// names them.

function column(keyword: string, ...elements: readonly Uint8Array[]) {
  const row = rowOfBytes(part10(dataSet(...identifiers(), ...elements)), NESTED);
  return typeof row === 'string' ? row : readableUnder(NESTED, row, keyword);
}

describe('functional groups', () => {
  const group = (tag: number, thickness: string, { delimited = false, layout = EXPLICIT } = {}) =>
    sequence(tag, [sequence(0x00289110, [element(0x00180050, 'DS', thickness, layout)], { delimited, layout })], {
      delimited,
      layout,
    });

  test.each([true, false])('are read, with delimiters: %s', (delimited) => {
    expect(column('SliceThickness', group(0x52009229, '2.5', { delimited }))).toBe(2.5);
    expect(column('SliceThickness', group(0x52009230, '3', { delimited }))).toBe(3);
  });

  test('count in the order of the policy: the header, the shared group, the first frame', () => {
    const shared = group(0x52009229, '2');
    const frame = group(0x52009230, '3');
    expect(column('SliceThickness', element(0x00180050, 'DS', '1'), shared, frame)).toBe(1);
    expect(column('SliceThickness', shared, frame)).toBe(2);
    expect(column('SliceThickness', element(0x00180050, 'DS', ''), frame)).toBe(3);
  });

  test('give the first item only, and nothing where it is unreadable', () => {
    const items = [element(0x00180050, 'DS', '2'), element(0x00180050, 'DS', '9')];
    const two = sequence(0x52009229, [sequence(0x00289110, items, { delimited: true })], { delimited: true });
    expect(column('SliceThickness', two)).toBe(2);
    const twice = concatBytes(element(0x00180050, 'DS', '2'), element(0x00180050, 'DS', '3'));
    const doubled = sequence(0x52009229, [sequence(0x00289110, [twice], { delimited: false })], { delimited: false });
    expect(column('SliceThickness', doubled)).toBe('MISSING');
    expect(column('SliceThickness', sequence(0x52009229, [], { delimited: false }))).toBe('MISSING');
  });

  test('are read in implicit files, and where a sequence is written as UN', () => {
    const ids = (layout: Layout) => [
      element(0x00080018, 'UI', '1.2', layout),
      element(0x00100020, 'LO', 'P1', layout),
      element(0x0020000d, 'UI', '1.3', layout),
      element(0x0020000e, 'UI', '1.4', layout),
    ];
    const implicit = concatBytes(...ids(IMPLICIT), group(0x52009229, '2.5', { delimited: true, layout: IMPLICIT }));
    const row = rowOfBytes(part10(implicit, { syntax: UID.implicit }), NESTED);
    expect(typeof row === 'string' ? row : readableUnder(NESTED, row, 'SliceThickness')).toBe(2.5);
    const inside = [element(0x00180050, 'DS', '4', IMPLICIT)];
    const un = sequence(0x52009229, [sequence(0x00289110, inside, { delimited: true, layout: IMPLICIT })], {
      delimited: true,
      vr: 'UN',
    });
    expect(column('SliceThickness', un)).toBe(4);
  });

  test('never bring anything of another element of the item along', () => {
    const inside = concatBytes(element(0x00080104, 'LO', 'CHEST'), element(0x00100010, 'PN', 'Doe^Jo'));
    expect(column('BodyPartExamined', sequence(0x00082218, [inside], { delimited: false }))).toBe('CHEST');
    const text = concatBytes(element(0x00080104, 'LO', 'Doe^Jo'));
    expect(column('BodyPartExamined', sequence(0x00082218, [text], { delimited: false }))).toBe('OTHER');
  });
});

describe('dose reports', () => {
  const code = (value: string, scheme: string) =>
    sequence(0x0040a043, [concatBytes(element(0x00080100, 'SH', value), element(0x00080102, 'SH', scheme))], {
      delimited: false,
    });
  const numeric = (concept: string, value: string, scheme = 'DCM') =>
    concatBytes(
      element(0x0040a040, 'CS', 'NUM'),
      code(concept, scheme),
      sequence(0x0040a300, [element(0x0040a30a, 'DS', value)], { delimited: false }),
    );
  const container = (...items: readonly Uint8Array[]) =>
    concatBytes(element(0x0040a040, 'CS', 'CONTAINER'), sequence(0x0040a730, items, { delimited: true }));
  const report = (...items: readonly Uint8Array[]) => sequence(0x0040a730, items, { delimited: true });

  test('give the largest value of the concept, however deep it stands', () => {
    const events = container(container(numeric('113830', '0.4')), container(numeric('113830', '12.5')));
    expect(column('CTDIvol', report(events, container(numeric('113830', '3'))))).toBe(12.5);
  });

  test('give nothing for another concept, another scheme, or a value that is no number', () => {
    expect(column('CTDIvol', report(container(numeric('113838', '80'))))).toBe('MISSING');
    expect(column('CTDIvol', report(container(numeric('113830', '8', '99LOCAL'))))).toBe('MISSING');
    expect(column('CTDIvol', report(container(numeric('113830', '8mGy'))))).toBe('MISSING');
  });

  test.each(['0x500', '1e400', 'Infinity', '0b111111', '99,5'])(
    'give the largest of what is a number by the standard, whatever %s beside it means elsewhere',
    (malformed) => {
      const values = ['12.5', malformed, '3'].map((value) => container(numeric('113830', value)));
      expect(column('CTDIvol', report(...values))).toBe(12.5);
    },
  );

  test('give nothing for a value in another unit than the concept has, which would be off by a thousand', () => {
    const inUnit = (value: string, unit: string) =>
      concatBytes(
        element(0x0040a040, 'CS', 'NUM'),
        code('113830', 'DCM'),
        sequence(
          0x0040a300,
          [
            concatBytes(
              sequence(0x004008ea, [element(0x00080100, 'SH', unit)], { delimited: false }),
              element(0x0040a30a, 'DS', value),
            ),
          ],
          { delimited: false },
        ),
      );
    expect(column('CTDIvol', report(container(inUnit('0.0123', 'Gy'))))).toBe('MISSING');
    expect(column('CTDIvol', report(container(inUnit('90', 'uGy'), inUnit('12.5', 'mGy'))))).toBe(12.5);
  });

  test('are asked only where the header itself says nothing', () => {
    const own = element(0x00189345, 'FD', binary('FD', 5));
    expect(column('CTDIvol', own, report(container(numeric('113830', '9'))))).toBe(5);
  });
});

describe('several character sets', () => {
  // 胸部 (chest) in JIS X 0208 with its escape sequences.
  const CHEST = new Uint8Array([0x1b, 0x24, 0x42, 0x36, 0x3b, 0x49, 0x74, 0x1b, 0x28, 0x42]);
  const JAPANESE = policyWith({ SeriesDescription: { vocabulary: 'body-regions' } });
  const withAlias = loadPolicy({
    file: 'aliases.yaml',
    text: JSON.stringify({
      ...JAPANESE.document,
      vocabularies: {
        ...JAPANESE.document.vocabularies,
        'body-regions': {
          ...JAPANESE.document.vocabularies['body-regions'],
          aliases: { ...JAPANESE.document.vocabularies['body-regions']?.aliases, 胸部: 'CHEST', ПЕЧЕНЬ: 'LIVER' },
        },
      },
    }),
  });
  const described = (charset: string, text: Uint8Array, ...more: readonly Uint8Array[]) => {
    const row = rowOfBytes(
      part10(dataSet(...identifiers(), element(0x00080005, 'CS', charset), element(0x0008103e, 'LO', text), ...more)),
      withAlias,
    );
    return typeof row === 'string' ? row : readableUnder(withAlias, row, 'SeriesDescription');
  };

  test('are decoded, so that a description finds its word', () => {
    expect(described('\\ISO 2022 IR 87', CHEST)).toBe('CHEST');
    const backToRomaji = Uint8Array.from([...CHEST.slice(0, -1), 0x4a]); // as a set that begins with JIS X 0201 ends a run
    expect(described('ISO 2022 IR 13\\ISO 2022 IR 87', backToRomaji)).toBe('CHEST');
    expect(
      described(
        'ISO 2022 IR 6\\ISO 2022 IR 144',
        new Uint8Array([0x1b, 0x2d, 0x4c, 0xbf, 0xb5, 0xc7, 0xb5, 0xbd, 0xcc]),
      ),
    ).toBe('LIVER');
    expect(described('ISO_IR 144', new Uint8Array([0xbf, 0xb5, 0xc7, 0xb5, 0xbd, 0xcc]))).toBe('LIVER');
    expect(described('ISO_IR 192', Buffer.from('胸部'))).toBe('CHEST');
  });

  test('bring text that a set does not fit to OTHER, and the file is stored all the same', () => {
    expect(described('\\ISO 2022 IR 999', CHEST)).toBe('OTHER');
    expect(described('ISO_IR 100', CHEST)).toBe('OTHER');
    expect(described('\\ISO 2022 IR 87', new Uint8Array([0x1b, 0x24, 0x42, 0x36]))).toBe('OTHER');
  });
});
