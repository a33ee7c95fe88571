import type { AccessContext } from '../../access/index.ts';

/** Rows under headings, as CSV (RFC 4180); cells that a spreadsheet would take for a formula get a leading apostrophe. */
export function csvOf(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [headings, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file out. */
export function answerFile(c: AccessContext, name: string, text: string): Response {
  c.header('Content-Type', name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  return c.body(text);
}
