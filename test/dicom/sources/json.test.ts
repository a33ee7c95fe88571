import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8ToBytes } from '../../../src/base/index.ts';
import { arrayItems, bytesInCharset, jsonDataSet, jsonHeader } from '../../../src/dicom/json/index.ts';
import { part10Header } from '../../../src/dicom/parse/index.ts';
import { scanHeader } from '../../../src/dicom/scan/index.ts';
import { deidentification, representatives } from '../../../src/dicom/transform/index.ts';
import type { StagedRow } from '../../../src/warehouse/index.ts';
import { dataSet, element, identifiers, part10 } from '../part10.ts';
import { NESTED, POLICY, PSEUDONYM_KEY, readableUnder } from '../policy.ts';
import { instance, type JsonHeader } from './web-archive.ts';

// DICOM JSON: cut into instances before any parser sees it, and read by the same rules as files.

const BOUNDS = { bytesMax: 10_000, depthMax: 20, nodesMax: 1_000 };

async function cut(text: string | Uint8Array, { pieces = 1, bounds = BOUNDS } = {}) {
  const bytes = typeof text === 'string' ? utf8ToBytes(text) : text;
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  const found: Uint8Array[] = [];
  const items = arrayItems(
    (async function* () {
      for (let from = 0; from < bytes.length; from += size) {
        yield bytes.subarray(from, from + size);
      }
    })(),
    bounds,
  );
  let item = await items.next();
  for (; !item.done; item = await items.next()) {
    found.push(item.value);
  }
  return { end: item.value, items: found.map((each) => new TextDecoder().decode(each)) };
}

describe('the items of an array', () => {
  test('are what JSON.parse finds, wherever the text is cut', async () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        async (values, pieces, spaced) => {
          const { end, items } = await cut(JSON.stringify(values, undefined, spaced ? '\t' : ''), {
            pieces,
            bounds: { bytesMax: 1e6, depthMax: 100, nodesMax: 1e6 },
          });
          expect(end).toBe('complete');
          expect(items.map((item) => JSON.parse(item))).toEqual(JSON.parse(JSON.stringify(values)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['', 'cut-short'],
    ['  ', 'cut-short'],
    ['[{"a": 1}', 'cut-short'],
    ['[{"a": "]}', 'cut-short'],
    ['[]', 'complete'],
    [' [ ] ', 'complete'],
    ['{}', 'invalid'],
    ['null', 'invalid'],
    ['[1]', 'invalid'],
    ['[[]]', 'invalid'],
    ['["a"]', 'invalid'],
    ['[]x', 'invalid'],
    ['[][]', 'invalid'],
    ['\ufeff[]', 'invalid'],
  ])('of %j: %s', async (text, end) => {
    expect((await cut(text)).end).toBe(end);
  });

  test('are given up beyond the bounds, before they are held or parsed', async () => {
    const deep = (levels: number) => `[${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}]`;
    expect((await cut(deep(BOUNDS.depthMax - 1))).end).toBe('complete');
    expect((await cut(deep(BOUNDS.depthMax))).end).toBe('invalid');
    const wide = (values: number) => `[{"a":[${Array.from({ length: values }, () => 1).join()}]}]`;
    expect((await cut(wide(BOUNDS.nodesMax - 10))).end).toBe('complete');
    expect((await cut(wide(BOUNDS.nodesMax + 10))).end).toBe('invalid');
    const long = (bytes: number) => `[{"a":"${'x'.repeat(bytes)}"}]`;
    expect((await cut(long(BOUNDS.bytesMax - 100), { pieces: 50 })).end).toBe('complete');
    expect((await cut(long(BOUNDS.bytesMax * 2), { pieces: 50 })).end).toBe('invalid');
    const many = `[${Array.from({ length: 5_000 }, () => wide(100).slice(1, -1)).join()}]`;
    expect((await cut(many, { pieces: 99 })).items).toHaveLength(5_000);
  });
});

function rowOf(header: JsonHeader, policy = POLICY): StagedRow {
  const parsed = jsonDataSet(utf8ToBytes(JSON.stringify(header)));
  const outcome = parsed && representatives(deidentification(policy, PSEUDONYM_KEY)).outcomeOf(jsonHeader(parsed));
  if (outcome?.state !== 'stored') {
    throw new Error(`stored, not ${outcome?.state}`);
  }
  return outcome.row;
}

function patientOfFile(patientId: Uint8Array, charset: string | undefined): string {
  const [sop, , study, series] = identifiers();
  const file = part10(
    dataSet(
      ...[sop, study, series].flatMap((each) => each ?? []),
      ...(charset === undefined ? [] : [element(0x00080005, 'CS', charset)]),
      element(0x00100020, 'LO', patientId),
    ),
  );
  const scan = scanHeader(file, file.length);
  if (scan.state !== 'complete') {
    throw new Error('the file scans');
  }
  const outcome = representatives(deidentification(POLICY, PSEUDONYM_KEY)).outcomeOf(part10Header(scan.header));
  return outcome.state === 'stored' ? outcome.row.patient : outcome.state;
}

function patientOfJson(patientId: string, charset: string | undefined): string {
  const ids = { patient: patientId, study: '1.2.3', series: '1.2.3.4', instance: '1.2.3.4.5' };
  const charsets = charset?.split('\\').map((term) => (term === '' ? null : term));
  return rowOf(instance(ids, charsets && { '00080005': { vr: 'CS', Value: charsets } })).patient;
}

describe('a patient', () => {
  const bytes = (...codes: readonly number[]) => Uint8Array.from(codes);

  // A PatientID as files have it, and as JSON has it.
  test.each<[string, string | undefined, Uint8Array, string]>([
    ['ASCII', undefined, utf8ToBytes('A-17/x'), 'A-17/x'],
    ['ASCII, whatever the set', '\\ISO 2022 IR 87', utf8ToBytes('A-17'), 'A-17'],
    ['Latin-1', 'ISO_IR 100', bytes(0x4d, 0xfc, 0x39), 'Mü9'],
    ['Latin-1 where a file doesn’t say', undefined, bytes(0x4d, 0xfc, 0x39), 'Mü9'],
    ['Latin-1 control characters', 'ISO_IR 100', bytes(0x41, 0x81, 0x8d), 'A\u0081\u008d'],
    ['Latin-1 that could be extended', 'ISO 2022 IR 100', bytes(0xe9), 'é'],
    ['Latin-2', 'ISO_IR 101', bytes(0xb3, 0xf3, 0x64), 'łód'],
    ['Latin-5', 'ISO_IR 148', bytes(0xfe, 0xf0), 'şğ'],
    ['Cyrillic', 'ISO_IR 144', bytes(0xbf, 0xb5, 0xc7), 'ПЕЧ'],
    ['Greek', 'ISO_IR 126', bytes(0xc4, 0xe9), 'Δι'],
    ['Arabic', 'ISO_IR 127', bytes(0xc7, 0xe4), 'ال'],
    ['Hebrew', 'ISO_IR 138', bytes(0xf9, 0xe8), 'שט'],
    ['Thai', 'ISO_IR 166', bytes(0xa1, 0xd2), 'กา'],
    ['Katakana', 'ISO_IR 13', bytes(0xd4, 0xcf), 'ﾔﾏ'],
    ['UTF-8', 'ISO_IR 192', utf8ToBytes('Mü9'), 'Mü9'],
    ['Chinese', 'GB18030', bytes(0xcd, 0xf5, 0x31), '王1'],
    ['several values', 'ISO_IR 100', bytes(0x41, 0x5c, 0xe4), 'A\\ä'],
  ])('has one pseudonym, from files and from JSON: %s', (_, charset, inFile, inJson) => {
    expect(patientOfJson(inJson, charset)).toBe(patientOfFile(inFile, charset));
  });

  test('whose identifier no single set spells is spelt in UTF-8, and told from others all the same', () => {
    expect(bytesInCharset('山', '\\ISO 2022 IR 87')).toEqual(utf8ToBytes('山'));
    expect(bytesInCharset('Ω', 'ISO_IR 100')).toEqual(utf8ToBytes('Ω'));
    expect(bytesInCharset('é', 'no such set')).toEqual(utf8ToBytes('é'));
    expect(bytesInCharset('\u{1f600}', 'GBK')).toEqual(utf8ToBytes('\u{1f600}'));
    expect(patientOfJson('山', '\\ISO 2022 IR 87')).not.toBe(patientOfJson('川', '\\ISO 2022 IR 87'));
  });

  test('has the same pseudonym with and without spaces around the identifier', () => {
    expect(patientOfJson('  P1  ', undefined)).toBe(patientOfFile(utf8ToBytes('P1'), undefined));
  });

  test('is spelt back from every character of a set', () => {
    for (const [charset, label] of [
      ['ISO_IR 101', 'iso-8859-2'],
      ['ISO_IR 144', 'iso-8859-5'],
      ['ISO_IR 100', 'latin1'],
    ] as const) {
      for (let code = 0xa0; code < 256; code += 1) {
        const text = new TextDecoder(label).decode(bytes(code));
        expect(bytesInCharset(text, charset), `${charset} ${code}`).toEqual(bytes(code));
      }
    }
  });
});

describe('elements within sequences', () => {
  const column = (keyword: string, more: JsonHeader) => {
    const ids = { patient: 'P1', study: '1.2', series: '1.3', instance: '1.4' };
    return readableUnder(NESTED, rowOf(instance(ids, more), NESTED), keyword);
  };
  const sequence = (...items: readonly JsonHeader[]) => ({ vr: 'SQ', Value: items });
  const thickness = (mm: unknown) => sequence({ '00289110': sequence({ '00180050': { vr: 'DS', Value: [mm] } }) });

  test('are read in the order of the policy, the first item of each sequence', () => {
    expect(column('SliceThickness', { '52009229': thickness(2), '52009230': thickness(3) })).toBe(2);
    expect(column('SliceThickness', { '52009229': sequence(), '52009230': thickness('3') })).toBe(3);
    expect(column('SliceThickness', { '00180050': { vr: 'DS', Value: [1] }, '52009229': thickness(2) })).toBe(1);
    expect(column('SliceThickness', { '52009229': { vr: 'SQ', Value: ['text', null] } })).toBe('MISSING');
  });

  const code = (value: string, scheme = 'DCM') =>
    sequence({ '00080100': { vr: 'SH', Value: [value] }, '00080102': { vr: 'SH', Value: [scheme] } });
  const numeric = (concept: string, value: unknown, scheme?: string) => ({
    '0040A043': code(concept, scheme),
    '0040A300': sequence({ '0040A30A': { vr: 'DS', Value: [value] } }),
  });

  test('of dose reports give the largest value of the concept, however deep it stands', () => {
    const inner = { '0040A730': sequence(numeric('113830', 4), numeric('113838', 90), numeric('113830', '12.5')) };
    expect(column('CTDIvol', { '0040A730': sequence({}, inner, numeric('113830', 80, '99LOCAL')) })).toBe(12.5);
    expect(column('CTDIvol', { '0040A730': sequence(numeric('113830', '8mGy')) })).toBe('MISSING');
  });

  test.each([
    ['mGy', 12.5],
    ['mGy ', 12.5],
    ['Gy', 'MISSING'],
  ])('of dose reports give a value in %s as %s', (unit, stored) => {
    const measured = { '004008EA': code(unit, 'UCUM'), '0040A30A': { vr: 'DS', Value: [12.5] } };
    const item = { '0040A043': code('113830'), '0040A300': sequence(measured) };
    expect(column('CTDIvol', { '0040A730': sequence(item) })).toBe(stored);
  });

  test('are found whether tags are written in upper or in lower case', () => {
    expect(column('SliceThickness', { '52009229': sequence({ '00289110': sequence({}) }) })).toBe('MISSING');
    const ids = { patient: 'P1', study: '1.2', series: '1.3', instance: '1.4' };
    const lower = Object.fromEntries(Object.entries(instance(ids)).map(([tag, value]) => [tag.toLowerCase(), value]));
    expect(rowOf(lower)).toEqual(rowOf(instance(ids)));
  });
});

test('the transfer syntax of an instance is the first that a server says it can send', () => {
  const parsed = jsonDataSet(utf8ToBytes('{"00083002": {"vr": "UI", "Value": ["1.2.840.10008.1.2.1", "1.2.3"]}}'));
  const wanted = { top: new Set([0x00020010]), nested: new Map() };
  const place = { tag: 0x00020010, within: [] };
  expect(parsed && jsonHeader(parsed).values(wanted)?.at(place)).toEqual({ kind: 'text', text: '1.2.840.10008.1.2.1' });
});
