import type { NoText } from '../../warehouse/index.ts';
import type { TableFault } from '../reasons.table.ts';

/** Stands between the values of a list, where a table has cells that are lists (U+001E). */
export const LIST_SEPARATOR = '\u001e';

/** One row of a table: its number, from 1, and a text per column that was asked for; no cells where it is broken. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly (string | undefined)[] | undefined;
}

/** Why a table can't be read at all, and the first line that shows it. */
export interface TableFlaw {
  readonly fault: TableFault;
  readonly line?: number;
}

/** A table that is open, whatever it is kept in. */
export interface Table {
  readonly columns: readonly string[];
  /** Names of columns that hold nothing readable. */
  readonly unreadable: readonly string[];
  /** Of either, those whose cells aren't text as it was written, and what they are instead. */
  readonly notText: ReadonlyMap<string, NoText>;
  /** Whether the numbers of rows that `check` gives are estimates. */
  readonly isEstimated: boolean;
  /** Looks at all of it before any row is read: gives how many rows there are, as far as it knows, and at last what is wrong. */
  check(): AsyncGenerator<number, TableFlaw | undefined>;
  /** The cells of some columns, in the order asked for, a few rows at a time. @throws SfumatoError `file-unreadable`. */
  read(columns: readonly string[]): AsyncGenerator<readonly TableRow[]>;
  close(): void;
}
