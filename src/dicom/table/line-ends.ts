import { csvRecord } from '../../base/index.ts';
import type { TableFault } from '../reasons.table.ts';

const ROWS_LOOKED_AT = 16;

/**
 * Whether the rows that a CSV file begins with all have more or fewer cells than its first line has names, by empty cells at the ends of
 * lines alone: every row would be broken, and nothing would say why.
 */
export function faultOfLineEnds(text: string, csv: { delimiter: string; final: boolean }): TableFault | undefined {
  const [names = [], ...rows] = firstRecords(text, csv);
  const cells = rows[0]?.length ?? names.length;
  if (!rows.every((row) => row.length === cells)) {
    return undefined;
  }
  if (cells < names.length) {
    return areEmpty(names.slice(cells)) ? 'names-end-open' : undefined;
  }
  const isOpen = cells > names.length && rows.every((row) => areEmpty(row.slice(names.length)));
  return isOpen ? 'rows-end-open' : undefined;
}

/** The names and some rows, as far as they are whole; without empty lines. */
function firstRecords(text: string, csv: { delimiter: string; final: boolean }): readonly (readonly string[])[] {
  const records: (readonly string[])[] = [];
  for (let at = 0; at < text.length && records.length <= ROWS_LOOKED_AT; ) {
    const record = csvRecord(text, at, csv);
    if ('fault' in record) {
      break;
    }
    if (!(record.cells.length === 1 && record.cells[0] === '')) {
      records.push(record.cells);
    }
    at = record.next;
  }
  return records;
}

function areEmpty(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
