import { afterEach, beforeEach, expect, test } from 'vitest';
import { utf8ToBytes } from '../../src/base/index.ts';
import { reportTables } from '../../src/cli/ingest-report/report.ts';
import { jsonDataSet, jsonHeader } from '../../src/dicom/json/index.ts';
import { PRIVATE_CREATORS } from '../../src/dicom/private-creators.table.ts';
import { foldTerm } from '../../src/policy/index.ts';
import { type Folders, folders, goodFile, ingest, keptStaging } from './ingesting.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';

// Private elements are all dropped; people on the site may know whose there were, as far as a closed list names them.

let at: Folders;
beforeEach(() => {
  at = folders();
});
afterEach(() => at.remove());

function withPrivate(n: number, ...reserved: readonly (readonly [tag: number, creator: string])[]): Uint8Array {
  const ids = identifiers({ patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` });
  return part10(dataSet(...ids, ...reserved.map(([tag, creator]) => element(tag, 'LO', creator))));
}

test('the report counts headers with private elements of known creators, and all other creators as one', async () => {
  at.put('a', withPrivate(1, [0x00090010, 'GEMS_IDEN_01'], [0x00290010, 'SIEMENS CSA HEADER']));
  at.put('b', withPrivate(2, [0x00090010, 'gems_iden_01 '], [0x00190010, 'GEMS_IDEN_01'], [0x00191001, 'CTP']));
  at.put('c', withPrivate(3, [0x00110011, 'Doe^Jo'], [0x001300ff, 'Study of Dr Miller'], [0x00150010, '']));
  at.put('d', goodFile(4));
  const staging = keptStaging();
  const report = await ingest(at, staging);
  expect(report.privateElements).toEqual({ GEMS_IDEN_01: 2, 'SIEMENS CSA HEADER': 1, OTHER: 1 });
  expect(JSON.stringify([report, staging.rows])).not.toMatch(/Doe|Miller/i);
  expect(staging.rows.map((row) => Object.keys(row))).toEqual(
    staging.rows.map(() => Object.keys(staging.rows[0] ?? {})),
  );
  const shown = reportTables({
    ...report,
    ignoredColumns: [],
    staged: { patients: 4, studies: 4, series: 4, instances: 4, devices: 0 },
    fields: [],
  });
  expect(shown[0]?.rows).toContainEqual(['private elements: GEMS_IDEN_01', '2']);
  expect(shown[0]?.rows).toContainEqual(['private elements: OTHER', '1']);
});

test('the report counts an element in a block that nobody reserved, and a creator that is longer than one may be', async () => {
  const long = 'Doe^Jo '.repeat(60);
  at.put('a', withPrivate(1, [0x00091001, 'Doe^Jo'])); // no creator at all
  at.put('b', withPrivate(2, [0x00090010, 'GEMS_IDEN_01'], [0x00091101, 'Doe^Jo'])); // that of another block
  at.put('c', withPrivate(3, [0x00090010, 'GEMS_IDEN_01'], [0x00111001, 'Doe^Jo'])); // that of another group
  at.put('d', withPrivate(4, [0x00090010, long], [0x00091001, 'Doe^Jo']));
  at.put('e', withPrivate(5, [0x00090000, '0123'], [0x00090010, `GEMS_IDEN_01${' '.repeat(80)}x`]));
  at.put('f', withPrivate(6, [0x00090010, 'WITHOUT CREATOR'], [0x000910ff, 'Doe^Jo']));
  const report = await ingest(at, keptStaging());
  expect(report.privateElements).toEqual({ GEMS_IDEN_01: 2, 'WITHOUT CREATOR': 3, OTHER: 3 });
});

test('a report says nothing of them where there are none', async () => {
  at.put('d', goodFile(4));
  expect(await ingest(at, keptStaging())).not.toHaveProperty('privateElements');
});

test('a server’s headers are counted as those of files', () => {
  const creator = (value: string) => ({ vr: 'LO', Value: [value] });
  const elements = { '00090010': creator('GEMS_IDEN_01'), '0009001e': creator('Doe^Jo'), '00080070': creator('CTP') };
  const parsed = jsonDataSet(utf8ToBytes(JSON.stringify({ ...elements, '00091001': creator('CTP') })));
  expect(parsed && jsonHeader(parsed).creators()).toEqual(['GEMS_IDEN_01', 'OTHER']);
  const stray = jsonDataSet(utf8ToBytes(JSON.stringify({ '00091001': creator('CTP') })));
  expect(stray && jsonHeader(stray).creators()).toEqual(['WITHOUT CREATOR']);
});

test('a block that is reserved is one in the groups from 8001 on, too', () => {
  const creator = (value: string) => ({ vr: 'LO', Value: [value] });
  const elements = { '80010010': creator('GEMS_IDEN_01'), '80011001': creator('x'), FFFD00FF: creator('CTP') };
  const parsed = jsonDataSet(utf8ToBytes(JSON.stringify({ ...elements, FFFDFF10: creator('x') })));
  expect(parsed && jsonHeader(parsed).creators()).toEqual(['GEMS_IDEN_01', 'CTP']);
});

test('each creator on the list is written as it is compared, once', () => {
  expect(PRIVATE_CREATORS.map(foldTerm)).toEqual(PRIVATE_CREATORS);
  expect(new Set(PRIVATE_CREATORS).size).toBe(PRIVATE_CREATORS.length);
});
