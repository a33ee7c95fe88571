import type { AccessContext } from '../../access/index.ts';
import { csvLine } from '../../base/index.ts';

/** Without it spreadsheets take a CSV file of UTF-8 for one of another encoding: ε and umlauts would come out as other letters. */
const MARK = '\ufeff';

/** Rows under headings, as CSV that spreadsheets open. */
export function csvOf(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${MARK}${[headings, ...rows].map(csvLine).join('')}`;
}

/** Hands a file out. */
export function answerFile(c: AccessContext, name: string, text: string): Response {
  c.header('Content-Type', name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(text);
}
