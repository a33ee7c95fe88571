import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPolicy, type Policy } from '../../src/policy/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';

const FILE = fileURLToPath(new URL('../../policies/imaging-metadata/1.1.0.yaml', import.meta.url));

/** The policy that ships. */
export const POLICY = loadPolicy({ text: readFileSync(FILE, 'utf8'), file: FILE });

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
