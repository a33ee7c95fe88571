import { isKeyword } from '../parse/index.ts';
import { IDC_COLUMNS, INSTANCE_COUNTS } from './idc-columns.table.ts';

const NAMED = new Set([...Object.keys(IDC_COLUMNS), ...INSTANCE_COUNTS].map(letters));

/**
 * The column that is `name` with its words written otherwise or one slip of the pen; never one whose own name stands for
 * something else, because whoever renames `PatientSex` to `PatientID` makes two patients of all.
 */
export function misspelt(name: string, columns: readonly string[]): string | undefined {
  const meant = letters(name);
  const near = (column: string): boolean => {
    const written = letters(column);
    return written === meant || (isOneSlip(written, meant) && !isKeyword(written) && !NAMED.has(written));
  };
  return columns.find((column) => letters(column) === meant) ?? columns.find(near);
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Whether one letter is missing, too many or another, or two stand in the wrong order. */
function isOneSlip(one: string, other: string): boolean {
  const longer = Math.max(one.length, other.length);
  let before = 0;
  while (before < longer && one[before] === other[before]) {
    before += 1;
  }
  let after = 0;
  while (after < Math.min(one.length, other.length) - before && one.at(-1 - after) === other.at(-1 - after)) {
    after += 1;
  }
  const left = one.slice(before, one.length - after);
  const right = other.slice(before, other.length - after);
  const isSwapped = left.length === 2 && left === [...right].reverse().join('');
  return isSwapped || (left.length <= 1 && right.length <= 1);
}
