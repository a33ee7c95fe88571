import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

// Every figure of docs/privacy-proof.md comes from a run of this suite. Seeds are fixed, so a run either finds the very line that
// stands there, or the document is out of date: `npm run privacy-proof` writes it anew.

const DOCUMENT = fileURLToPath(new URL('../../../docs/privacy-proof.md', import.meta.url));
const WRITE_TO = process.env.SFUMATO_PROOF_FOLDER;

/** The tables of the document. */
export type Table = 'attacks' | 'empirical' | 'mutants';

/** A cell's text may not end the cell. */
function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Checks that the document says what was found, or hands it on to whoever writes the document. */
export function expectDocumented(table: Table, cells: readonly string[]): void {
  if (WRITE_TO === undefined) {
    expect(rowsOf(table)).toContain(lineOf(cells));
    return;
  }
  mkdirSync(join(WRITE_TO, table), { recursive: true });
  writeFileSync(join(WRITE_TO, table, `${encodeURIComponent(cells[0] ?? '')}.txt`), lineOf(cells));
}

/** Checks that the document lists these names, in this order, and no others. */
export function expectListed(table: Table, names: readonly string[]): void {
  if (WRITE_TO === undefined) {
    expect(rowsOf(table).map((row) => row.split(' | ')[0]?.slice(2))).toEqual(names);
    return;
  }
  mkdirSync(WRITE_TO, { recursive: true });
  writeFileSync(join(WRITE_TO, `${table}.json`), JSON.stringify(names));
}

/** The rows of a table; each begins after a comment that names it. */
function rowsOf(table: Table): readonly string[] {
  const [, after = ''] = readFileSync(DOCUMENT, 'utf8').split(`<!-- table: ${table} -->\n`);
  const [block = ''] = after.split('\n\n');
  return block.trim().split('\n').slice(2);
}

/** A share in per cent, with one decimal. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
