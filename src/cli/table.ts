import { printableCell } from '../base/index.ts';

/** Rows under headings, columns aligned; numbers (text that starts like one) to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return aligned(
    headings.map(printableCell),
    rows.map((row) => row.map(printableCell)),
  );
}

function aligned(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, at) =>
    rows.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), heading.length),
  );
  const numeric = headings.map((_, at) => rows.length > 0 && rows.every((row) => /^([-±]?\d|–|$)/.test(row[at] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
