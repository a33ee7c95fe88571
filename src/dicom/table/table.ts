/** Stands between the values of a list, where a table has cells that are lists (U+001E). */
export const LIST_SEPARATOR = '\u001e';

/** One row of a table: its number, from 1, and a text per column that was asked for; no cells where it is broken. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly (string | undefined)[] | undefined;
}

/** A table that is open, whatever it is kept in. */
export interface Table {
  readonly columns: readonly string[];
  /** Names of columns that hold nothing readable. */
  readonly unreadable: readonly string[];
  /** How many rows it has, where that is known before reading; else about how many. */
  readonly rows: number;
  /** The cells of some columns, in the order asked for, a few rows at a time. @throws SfumatoError `file-unreadable`. */
  read(columns: readonly string[]): AsyncGenerator<readonly TableRow[]>;
  close(): void;
}
