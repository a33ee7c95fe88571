import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Field, loadPolicy, type Policy } from '../../src/policy/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';

const FILE = fileURLToPath(new URL('../../policies/imaging-metadata/1.1.0.yaml', import.meta.url));

/** The policy that ships. */
export const POLICY = loadPolicy({ text: readFileSync(FILE, 'utf8'), file: FILE });

/** The policy that ships with some fields otherwise. */
export function policyWith(change: Readonly<Record<string, Partial<Field>>>): Policy {
  const fields = POLICY.document.fields.map((field) => ({ ...field, ...change[field.keyword] }));
  const text = JSON.stringify({ ...POLICY.document, version: '1.0.1', fields });
  return loadPolicy({ text, file: 'changed.yaml' });
}

const MEASURES = { keyword: 'SliceThickness', tag: '0018,0050' };

/** The policy that ships, and of elements in items those of functional groups, dose reports and regions. */
export const NESTED = policyWith({
  SliceThickness: {
    alsoReads: [
      { ...MEASURES, within: ['5200,9229', '0028,9110'] },
      { ...MEASURES, within: ['5200,9230', '0028,9110'] },
    ],
  },
  CTDIvol: { alsoReads: [{ keyword: 'ContentSequence', tag: '0040,A730', concept: 'DCM 113830' }] },
  BodyPartExamined: {
    alsoReads: [{ keyword: 'CodeMeaning', tag: '0008,0104', within: ['0008,2218'] }],
  },
});

/** 32 bytes, for tests. */
export const PSEUDONYM_KEY = new Uint8Array(32).fill(7);

/** What a row says in a column: a listed value, OTHER, MISSING, or a number in the column's unit to nine digits. */
export function readable(row: StagedRow, keyword: string): string | number | undefined {
  return readableUnder(POLICY, row, keyword);
}

/** The same under another policy. */
export function readableUnder(policy: Policy, row: StagedRow, keyword: string): string | number | undefined {
  const column = policy.columns.get(keyword);
  const stored = row.values[keyword];
  if (column === undefined || stored === undefined) {
    return undefined;
  }
  if (column.kind === 'dimension') {
    return column.values[stored];
  }
  return stored === column.missingStep ? 'MISSING' : Number((stored * column.step).toFixed(9));
}
