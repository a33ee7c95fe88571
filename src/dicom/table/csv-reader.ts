import { afterLineEnd, csvRecord, LIMITS, SfumatoError } from '../../base/index.ts';
import type { TableRow } from './table.ts';

/** Stray quotes make the reader look far ahead in vain, again and again: a file with many of them isn't worth it. */
const CHARACTERS_IN_VAIN_MAX = 64 * LIMITS.tableLineBytesMax;
/** What a decoder puts in the place of what it can't read: whoever wrote the file lost letters, and two people may look alike. */
const REPLACEMENT = '\ufffd';

/** How the rows of a file look, and which of their cells are asked for. */
interface RowLayout {
  readonly delimiter: string;
  readonly columns: number;
  readonly places: readonly number[];
}

/** Parts the text of a CSV file, which comes in pieces, into rows. The first record holds the names and isn't one. */
export class CsvReader {
  readonly #layout: RowLayout;
  #text = '';
  /** Of the record read last; the names are row 0. */
  #row = -1;
  #inVain = 0;
  /** Whether the rest of a line that was given up has still to come. */
  #skipping = false;

  constructor(layout: RowLayout) {
    this.#layout = layout;
  }

  /** The rows that are complete with this piece of text; all that are left when it is the `final` one. */
  push(piece: string, final = false): readonly TableRow[] {
    this.#text += piece;
    const rows: TableRow[] = [];
    let at = this.#skipping ? this.#afterThisLine(0) : 0;
    while (at < this.#text.length) {
      const record = csvRecord(this.#text, at, { delimiter: this.#layout.delimiter, final });
      if ('cells' in record) {
        rows.push(...this.#rowOf(record.cells));
        at = record.next;
      } else if (record.fault === 'more' && this.#text.length - at <= LIMITS.tableLineBytesMax) {
        break;
      } else {
        // A stray quote, or too long a line: what is broken is this line, and the next one begins a record again.
        this.#giveUp(record.seenAt - at);
        rows.push(...this.#rowOf(undefined));
        at = this.#afterThisLine(at);
      }
    }
    this.#text = this.#text.slice(at);
    return rows;
  }

  #rowOf(cells: readonly string[] | undefined): readonly TableRow[] {
    const { columns, places } = this.#layout;
    if (cells?.length === 1 && cells[0] === '' && columns > 1) {
      return []; // an empty line
    }
    this.#row += 1;
    if (this.#row === 0) {
      return [];
    }
    const isWhole = cells?.length === columns && !places.some((place) => cells[place]?.includes(REPLACEMENT));
    return [{ row: this.#row, cells: isWhole ? places.map((place) => cells[place] || undefined) : undefined }];
  }

  #giveUp(charactersInVain: number): void {
    this.#inVain += charactersInVain;
    if (this.#inVain > CHARACTERS_IN_VAIN_MAX) {
      throw new SfumatoError('file-unreadable', 'The table has too many lines that are no records.');
    }
  }

  #afterThisLine(from: number): number {
    for (let at = from; at < this.#text.length; at += 1) {
      const next = afterLineEnd(this.#text, at);
      if (next !== undefined) {
        this.#skipping = false;
        return next;
      }
    }
    this.#skipping = true;
    return this.#text.length;
  }
}
