/** One record of a CSV file. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where the next record begins. */
  readonly next: number;
}

/** Why there is no record: more text is needed to tell, or what stands here isn't one, as was seen at a place. */
export type NoRecord = { readonly fault: 'more' | 'broken'; readonly seenAt: number };

const QUOTE = '"';

/**
 * The record of `text` that begins at `from` (RFC 4180: quotes around a cell, doubled within it; line ends of any kind, which
 * a quoted cell may hold). With `final`, no text follows.
 */
export function csvRecord(
  text: string,
  from: number,
  { delimiter, final }: { delimiter: string; final: boolean },
): CsvRecord | NoRecord {
  const cells: string[] = [];
  let cell = cellAt(text, from, delimiter);
  for (cells.push(cell.text); text[cell.end] === delimiter; cells.push(cell.text)) {
    cell = cellAt(text, cell.end + 1, delimiter);
  }
  // What ends with the text may go on in text that isn't there yet: a doubled quote, a line feed after a carriage return.
  const isOpen = cell.end >= text.length || (text[cell.end] === '\r' && cell.end + 1 === text.length);
  if (isOpen && !final) {
    return { fault: 'more', seenAt: text.length };
  }
  const next = cell.end >= text.length ? text.length : afterLineEnd(text, cell.end);
  return cell.closed && next !== undefined ? { cells, next } : { fault: 'broken', seenAt: cell.end };
}

function cellAt(text: string, at: number, delimiter: string): Cell {
  return text[at] === QUOTE ? quotedCell(text, at + 1) : bareCell(text, at, delimiter);
}

interface Cell {
  readonly text: string;
  readonly end: number;
  /** Whether it isn't missing its closing quote. */
  readonly closed: boolean;
}

function bareCell(text: string, from: number, delimiter: string): Cell {
  let end = from;
  for (; end < text.length; end += 1) {
    const letter = text[end];
    if (letter === delimiter || letter === '\n' || letter === '\r') {
      break;
    }
  }
  return { text: text.slice(from, end), end, closed: true };
}

function quotedCell(text: string, from: number): Cell {
  let cell = '';
  for (let at = from; ; ) {
    const quote = text.indexOf(QUOTE, at);
    if (quote < 0) {
      return { text: cell, end: text.length, closed: false };
    }
    cell += text.slice(at, quote);
    if (text[quote + 1] !== QUOTE) {
      return { text: cell, end: quote + 1, closed: true };
    }
    cell += QUOTE;
    at = quote + 2;
  }
}

/** Where the next line begins when a line ends at `at`; `undefined` when none does. */
export function afterLineEnd(text: string, at: number): number | undefined {
  if (text[at] === '\r') {
    return text[at + 1] === '\n' ? at + 2 : at + 1;
  }
  return text[at] === '\n' ? at + 1 : undefined;
}
