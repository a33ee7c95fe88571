import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSfumatoError, LIMITS } from '../../../src/base/index.ts';
import { CsvReader } from '../../../src/dicom/table/csv-reader.ts';

// CSV: every row has its number, and what isn't a record costs itself only.

function read(text: string, { columns = 2, pieces = 1, delimiter = ',' } = {}) {
  const reader = new CsvReader({ delimiter, columns, places: Array.from({ length: columns }, (_, at) => at) });
  const size = Math.max(1, Math.ceil(text.length / pieces));
  const rows = [];
  for (let from = 0; from < text.length; from += size) {
    rows.push(...reader.push(text.slice(from, from + size)));
  }
  return [...rows, ...reader.push('', true)];
}

const cellsOf = (text: string) => read(`a,b\n${text}`).map(({ row, cells }) => [row, ...(cells ?? ['broken'])]);

describe('rows', () => {
  test('are what was written, wherever the text is cut and whatever ends a line', () => {
    const cell = fc.stringMatching(/^[ -~\n\r"ä☃,;]{0,8}$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (rows, end, delimiter, pieces, ended) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const lines = rows.map((row) => row.map(quoted).join(delimiter));
          const text = [['a', 'b', 'c'].join(delimiter), ...lines].join(end) + (ended ? end : '');
          const found = read(text, { columns: 3, pieces, delimiter });
          expect(found).toEqual(
            rows.map((cells, n) => ({ row: n + 1, cells: cells.map((each) => each || undefined) })),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test('need no quotes, and a quote within a bare cell is a letter', () => {
    expect(cellsOf('1,2\n 5" slice,x\n')).toEqual([
      [1, '1', '2'],
      [2, ' 5" slice', 'x'],
    ]);
  });

  test('are none where a line is empty, and counted all the same where one is broken', () => {
    expect(cellsOf('1,2\n\n3\n4,5,6\n"7"8,9\n,\n10,11')).toEqual([
      [1, '1', '2'],
      [2, 'broken'],
      [3, 'broken'],
      [4, 'broken'],
      [5, undefined, undefined],
      [6, '10', '11'],
    ]);
  });

  test('after a stray quote are read again from the next line on', () => {
    expect(cellsOf('1,2\n"3,4\n5,6\n7,8')).toEqual([
      [1, '1', '2'],
      [2, 'broken'],
      [3, '5', '6'],
      [4, '7', '8'],
    ]);
  });

  test('that aren’t UTF-8 are broken', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,2\nM'), Buffer.from([0xfc]), Buffer.from(',4\n5,6')]);
    const rows = read(new TextDecoder().decode(bytes));
    expect(rows.map(({ cells }) => cells !== undefined)).toEqual([true, false, true]);
  });

  test('that are too long are broken, as one row, and held by nobody', () => {
    const long = 'x'.repeat(3 * LIMITS.tableLineBytesMax);
    for (const line of [`${long},2`, `"${long}",2`, `"${long}`]) {
      const rows = read(`a,b\n1,2\n${line}\n3,4\n`, { pieces: 40 });
      expect(rows.map(({ row, cells }) => [row, cells !== undefined])).toEqual([
        [1, true],
        [2, false],
        [3, true],
      ]);
    }
  });

  test('are given up when stray quotes would make the work endless', () => {
    const stray = '"x\n'.repeat(5_001).slice(0, -1); // an odd number of quotes, so that none is ever closed for good
    const text = `a,b\n${Array.from({ length: 200 }, () => `"x${'y'.repeat(LIMITS.tableLineBytesMax + 10)}`).join('\n')}`;
    expect(() => read(`a,b\n${stray}`)).not.toThrow();
    const failure = (() => {
      try {
        return read(text, { pieces: 400 });
      } catch (error) {
        return error;
      }
    })();
    expect(isSfumatoError(failure, 'file-unreadable')).toBe(true);
  });
});
