import type { AccessContext } from '../../access/index.ts';
import { csvLine } from '../../base/index.ts';

/** Rows under headings, as CSV. */
export function csvOf(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [headings, ...rows].map(csvLine).join('');
}

/** Hands a file out. */
export function answerFile(c: AccessContext, name: string, text: string): Response {
  c.header('Content-Type', name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(text);
}
