import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../src/base/index.ts';
import { dictionaryVr } from '../../src/dicom/parse/dcmjs.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { publishedPolicy, versionFiles } from '../policy/published.ts';
import { rowOfBytes } from './deidentified.ts';
import { wantedBy } from './expected/record.ts';
import { binary, dataSet, EXPLICIT, element, head, IMPLICIT, identifiers, part10, sequence, UID } from './part10.ts';
import { readable } from './policy.ts';

// Kinds of real files of which dcmjs, left alone, loses elements without a word, or joins and splits what it shouldn't.
// The single values that it misreads stand in wrong-values.test.ts.

const THICKNESS = element(0x00180050, 'DS', '5');
const MODALITY = element(0x00080060, 'CS', 'MR');
const UNDEFINED = 0xffffffff;

function stored(...elements: readonly Uint8Array[]): StagedRow {
  const row = rowOfBytes(part10(dataSet(...identifiers(), ...elements)));
  if (typeof row === 'string') {
    throw new Error(`quarantined: ${row}`);
  }
  return row;
}

const column = (keyword: string, ...elements: readonly Uint8Array[]) => readable(stored(...elements), keyword);

/** Two columns with what THICKNESS and MODALITY say. */
const rest = (row: StagedRow) => [readable(row, 'SliceThickness'), readable(row, 'Modality')];

describe('binary numbers of zero length', () => {
  test.each(['FL', 'FD', 'US', 'SS', 'UL', 'SL', 'SV', 'UV'])('are MISSING as %s, and leave the rest alone', (vr) => {
    const row = stored(element(0x00189087, vr, ''), THICKNESS, MODALITY);
    expect(readable(row, 'DiffusionBValue')).toBe('MISSING');
    expect(rest(row)).toEqual([5, 'MR']);
  });

  test('are told from a number that is 0 and means it', () => {
    for (const vr of ['FL', 'FD', 'US'] as const) {
      expect(column('DiffusionBValue', element(0x00189087, vr, binary(vr, 0))), vr).toBe(0);
    }
  });
});

describe('a backslash', () => {
  test.each(['ST', 'LT', 'UT', 'LO'])('never cuts a text of %s in two: words behind it count', (vr) => {
    expect(column('SeriesDescription', element(0x0008103e, vr, 'sagittal\\T2'))).toBe('T2');
    expect(column('SeriesDescription', element(0x0008103e, vr, 'T2\\Frau Schmidt'))).toBe('T2');
  });

  test('never makes a listed value of the part before it', () => {
    expect(column('BodyPartExamined', element(0x00180015, 'CS', 'CHEST\\Schmidt'))).toBe('OTHER');
  });
});

describe('an element that stands twice', () => {
  test('quarantines its file: nobody knows which one is true', () => {
    const twice = dataSet(...identifiers(), element(0x00100040, 'CS', 'M'), element(0x00100040, 'CS', 'F'));
    expect(rowOfBytes(part10(twice))).toBe('duplicate-element');
  });

  test('in an item costs nothing where nothing in that item is read', () => {
    const item = concatBytes(element(0x00081150, 'UI', '1.2'), element(0x00081150, 'UI', '1.3'));
    expect(rest(stored(sequence(0x00081110, [item], { delimited: true }), THICKNESS, MODALITY))).toEqual([5, 'MR']);
  });
});

describe('an element that is US or SS, as another one says', () => {
  const AMBIGUOUS = ['xs', 'ox', 'lt'];

  test('is read by no policy', () => {
    const tags = wantedBy(versionFiles().map((file) => publishedPolicy(file))).flatMap(({ path }) => path);
    const representations = tags.map((tag) => dictionaryVr(Number.parseInt(tag.replace(',', ''), 16)));
    expect(representations.length).toBeGreaterThan(40);
    expect(representations.filter((vr) => vr !== undefined && AMBIGUOUS.includes(vr))).toEqual([]);
    expect(AMBIGUOUS).toContain(dictionaryVr(0x00280120)); // PixelPaddingValue: the question can be answered
  });

  test('changes nothing, whichever it is written as', () => {
    const minus2000 = new Uint8Array([0x30, 0xf8]);
    for (const vr of ['SS', 'US', 'OW']) {
      expect(stored(element(0x00280120, vr, minus2000), THICKNESS)).toEqual(stored(THICKNESS));
    }
  });
});

describe('a character set', () => {
  // 山田 in JIS X 0208, and what a reader of another set makes of the same bytes.
  const name = new Uint8Array([0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42]);
  const SETS = ['', 'ISO_IR 100', '\\ISO 2022 IR 87', 'ISO 2022 IR 13\\ISO 2022 IR 87', '\\ISO 2022 IR 149'];
  const MORE_SETS = ['\\ISO 2022 IR 58', 'ISO_IR 192', 'GB18030', 'UTF-8', 'nonsense'];

  test('plays no part in who a patient is: identifiers are taken as bytes', () => {
    const rows = [...SETS, ...MORE_SETS].map((set) => {
      const ids = [
        element(0x00080018, 'UI', '1.2'),
        element(0x00100020, 'LO', name),
        element(0x0020000d, 'UI', '1.3'),
        element(0x0020000e, 'UI', '1.4'),
      ];
      return rowOfBytes(part10(dataSet(element(0x00080005, 'CS', set), element(0x00100010, 'PN', name), ...ids)));
    });
    expect(new Set(rows.map((row) => (typeof row === 'string' ? row : row.patient))).size).toBe(1);
    expect(rows[0]).toMatchObject({ patient: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test.each(['UTF-8', '\\ISO 2022 IR 87', 'nonsense'])(
    '%j of a nested item never costs the rest of the file',
    (set) => {
      const item = concatBytes(element(0x00080005, 'CS', set), element(0x00321060, 'LO', name));
      for (const delimited of [true, false]) {
        const row = stored(sequence(0x00400275, [item], { delimited }), THICKNESS, MODALITY);
        expect(rest(row)).toEqual([5, 'MR']);
      }
    },
  );
});

describe('a sequence that is written as UN', () => {
  test('of defined length, costs nothing, whatever is in it', () => {
    for (const inside of ['', 'no item at all', '\xfe\xff\x00\xe0\xff\xff\xff\xff']) {
      const bytes = Uint8Array.from(inside, (character) => character.charCodeAt(0));
      expect(rest(stored(element(0x00081110, 'UN', bytes), THICKNESS, MODALITY))).toEqual([5, 'MR']);
    }
  });

  test('of undefined length, is walked, and a broken one quarantines its file', () => {
    const broken = concatBytes(head(0x00081110, 'UN', UNDEFINED), element(0x00081150, 'UI', '1.2', IMPLICIT));
    expect(rowOfBytes(part10(dataSet(...identifiers(), broken, THICKNESS)))).toBe('stray-item');
  });
});

describe('a data set laid out otherwise than its file says', () => {
  const ids = (layout: typeof EXPLICIT) => [
    element(0x00080018, 'UI', '1.2.3', layout),
    element(0x00100020, 'LO', 'P1', layout),
    element(0x0020000d, 'UI', '1.3.3', layout),
    element(0x0020000e, 'UI', '1.4.3', layout),
  ];

  test('implicit under an explicit transfer syntax, is quarantined: its first elements alone would be half of it', () => {
    for (const syntax of [UID.explicit, UID.jpeg2000, '1.2.840.10008.1.2.4.50']) {
      expect(rowOfBytes(part10(dataSet(...ids(IMPLICIT)), { syntax }))).toBe('unknown-vr');
    }
  });

  test('explicit under the implicit one, is quarantined', () => {
    expect(rowOfBytes(part10(dataSet(...ids(EXPLICIT)), { syntax: UID.implicit }))).toBe('length-beyond-end');
  });
});

describe('a sequence whose delimiters are out of step', () => {
  const inside = concatBytes(element(0x00081150, 'UI', '1.2.840'), element(0x00081155, 'UI', '1.2.3'));
  const delimiters = concatBytes(head(0xfffee00d, '', 0), head(0xfffee0dd, '', 0));
  const sq = (...parts: readonly Uint8Array[]) => concatBytes(head(0x00081110, 'SQ', UNDEFINED), ...parts);

  test.each<[string, Uint8Array]>([
    ['an item that ends before its elements', sq(head(0xfffee000, '', 16), inside, delimiters)],
    ['an item delimiter too many', sq(head(0xfffee000, '', inside.length), inside, delimiters)],
    ['an item without a head', sq(inside, delimiters)],
    ['an item at the top', concatBytes(head(0xfffee000, '', inside.length), inside)],
    ['a delimiter at the top', head(0xfffee0dd, '', 0)],
  ])('never loses what follows silently: %s', (_, odd) => {
    const file = concatBytes(...identifiers().slice(0, 1), odd, ...identifiers().slice(1), THICKNESS);
    expect(rowOfBytes(part10(file))).toBe('stray-item');
  });

  test('by a delimiter too few, never takes what follows for its own', () => {
    const open = sq(head(0xfffee000, '', UNDEFINED), inside, head(0xfffee0dd, '', 0));
    const file = concatBytes(...identifiers().slice(0, 1), open, ...identifiers().slice(1), THICKNESS);
    expect(rowOfBytes(part10(file))).toBe('stray-item');
  });
});

test('a file that was cut short is quarantined wherever within an element it was cut', () => {
  const nested = sequence(0x00400275, [element(0x00400007, 'LO', 'x'.repeat(20))], { delimited: true });
  const elements = [...identifiers(), MODALITY, THICKNESS, nested];
  const data = dataSet(...elements);
  const whole = part10(data);
  const from = whole.length - data.length;
  const lengths = new Set<number>();
  for (let cut = from + 1; cut < whole.length; cut += 1) {
    const row = rowOfBytes(whole.slice(0, cut));
    if (typeof row !== 'string' || row === 'no-patient-id' || row === 'no-instance-ids') {
      lengths.add(cut - from);
    } else {
      expect(['truncated', 'length-beyond-end'], `cut at ${cut}`).toContain(row);
    }
  }
  // What isn't refused as cut short ends between two elements, as a whole file does.
  expect(lengths.size).toBe(elements.length - 1);
});
