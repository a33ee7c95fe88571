import { printableCell } from '../../base/index.ts';
import { fill, widthOf } from './text-width.ts';

/** Rows under headings, columns aligned; numbers (text that starts like one) to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return aligned(
    headings.map(printableCell),
    rows.map((row) => row.map(printableCell)),
  );
}

function aligned(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, at) =>
    rows.reduce((width, row) => Math.max(width, widthOf(row[at] ?? '')), widthOf(heading)),
  );
  const numeric = headings.map((_, at) => rows.length > 0 && rows.every((row) => /^([-±]?\d|–|$)/.test(row[at] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (numeric[at] ? `${fill(cell, widths[at])}${cell}` : `${cell}${fill(cell, widths[at])}`))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
