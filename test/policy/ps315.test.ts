import { describe, expect, it } from 'vitest';
import { isSfumatoError } from '../../src/base/index.ts';
import { loadPs315Table } from '../../src/policy/index.ts';
import { ps315Table } from './published.ts';

const table = ps315Table();

/** How often each text comes up. */
function tally(texts: readonly string[]): Record<string, number> {
  return texts.reduce<Record<string, number>>((all, text) => Object.assign(all, { [text]: (all[text] ?? 0) + 1 }), {});
}

function refusalOf(text: string): string {
  try {
    loadPs315Table({ text, file: 'table.json' });
  } catch (error) {
    if (isSfumatoError(error, 'wrong-use')) {
      return error.message;
    }
    throw error;
  }
  return 'it was loaded';
}

const ROW = '{ "tag": "0010,0010", "keyword": "PatientName", "action": "Z" }';
const tableOf = (...rows: readonly string[]): string =>
  `{ "edition": "x", "source": "a test", "rows": [${rows.join()}] }`;

describe('Table E.1-1, edition 2024b', () => {
  it('has all rows of the standard, each with its action', () => {
    expect(table.edition).toBe('2024b');
    expect(table.rows).toHaveLength(621);
    expect(tally(table.rows.map(({ action }) => action))).toEqual({
      ...{ X: 384, D: 92, U: 54, Z: 42, 'X/D': 22, 'X/Z': 11, 'X/Z/D': 8, 'Z/D': 6, 'X/Z/U*': 2 },
    });
  });

  it('has all marks of the options', () => {
    const marks = table.rows.flatMap(({ options = {} }) => Object.entries(options).map((mark) => mark.join(' ')));
    expect(tally(marks)).toEqual({
      'Retain Safe Private C': 1,
      'Retain UIDs K': 59,
      'Retain Device Identity K': 46,
      'Retain Device Identity C': 11,
      'Retain Institution Identity K': 10,
      'Retain Patient Characteristics K': 9,
      'Retain Patient Characteristics C': 4,
      'Retain Longitudinal Temporal Information with Full Dates K': 165,
      'Retain Longitudinal Temporal Information with Modified Dates C': 165,
      'Clean Descriptors C': 125,
      'Clean Structured Content C': 3,
      'Clean Graphics C': 4,
    });
  });

  it('covers a group of elements and every private one by one row', () => {
    expect(table.rowOf('5002,3000')).toMatchObject({ keyword: 'CurveData', action: 'X' });
    expect(table.rowOf('6004,3000')).toMatchObject({ keyword: 'OverlayData', action: 'X' });
    expect(table.rowOf('6004,3001')).toBeUndefined();
    expect(table.rowOf('0029,1010')).toMatchObject({ keyword: 'PrivateAttributes', action: 'X' });
    expect(table.rowOf('FFFF,0001')?.keyword).toBe('PrivateAttributes');
    expect(table.rowOf('0010,0010')).toMatchObject({ keyword: 'PatientName', action: 'Z' });
    expect(table.rowOf('0008,0060')).toBeUndefined();
    expect(table.rowOf('private')).toMatchObject({ keyword: 'PrivateAttributes' });
  });
});

describe('a table that isn’t one', () => {
  it('is what these tests break: the small table loads', () => {
    expect(refusalOf(tableOf(ROW))).toBe('it was loaded');
  });

  it.each([
    ['no JSON', '{', 'table.json: the document is not as a table of PS3.15 has it; give such a table.'],
    [
      'another key',
      tableOf(ROW.replace('"action"', '"basic"')),
      'table.json: rows.0.action is not as a table of PS3.15 has it; give such a table.',
    ],
    [
      'an unknown option',
      tableOf(ROW.replace('"Z"', '"Z", "options": { "Retain All": "K" }')),
      'table.json: rows.0.options is not as a table of PS3.15 has it; give such a table.',
    ],
    [
      'an unknown mark',
      tableOf(ROW.replace('"Z"', '"Z", "options": { "Retain UIDs": "Y" }')),
      'table.json: rows.0.options.Retain UIDs is not as a table of PS3.15 has it; give such a table.',
    ],
    [
      'an action of another alphabet',
      tableOf(ROW.replace('"Z"', '"Q"')),
      'table.json: rows.0.action is not as a table of PS3.15 has it; give such a table.',
    ],
    ['no rows', tableOf(), 'table.json: rows is not as a table of PS3.15 has it; give such a table.'],
    ['a tag twice', tableOf(ROW, ROW), 'table.json: a tag stands in two rows; give a table that lists each once.'],
  ])('is refused in one sentence: %s', (_what, text, says) => {
    expect(refusalOf(text)).toBe(says);
  });
});
