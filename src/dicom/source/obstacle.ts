import { LIMITS, printableCell, SfumatoError } from '../../base/index.ts';
import type { NoText } from '../../warehouse/index.ts';
import type { Obstacle } from '../child/index.ts';
import { unreachable } from './server-error.ts';
import type { Source } from './source.ts';

const SAVE_ANEW = 'save it as UTF-8 and run the same command again.';

const AGAIN = 'run the same command again; nothing of it was read.';

const AS_TEXT =
  'identifiers must be text as files have them (1001, not 1001.0), or no opt-out matches them. Write these columns anew as text, or leave out those that are empty, and run the same command again; nothing of it was read.';
const KINDS: Readonly<Record<NoText, string>> = {
  fractions: 'numbers with a decimal point',
  'truth-values': 'truth values',
  moments: 'dates or times',
  lists: 'lists',
  unreadable: 'bytes or structures',
};

/** Why a source can't be read on, in one sentence that says what to do. */
export function obstacleError(obstacle: Obstacle, source: Source): SfumatoError {
  if (obstacle.kind === 'unreachable') {
    return source.kind === 'dicomweb' ? unreachable(source.base, obstacle.fault) : unreachable('The server');
  }
  return new SfumatoError('file-unreadable', tableSentence(obstacle));
}

function tableSentence(obstacle: Exclude<Obstacle, { readonly kind: 'unreachable' }>): string {
  const table = 'The table'; // without its path, which may hold a name
  switch (obstacle.fault) {
    case 'unreadable':
      return `${table} cannot be read to its end; mend or rename it and run the same command again.`;
    case 'empty':
      return `${table} is empty: the file has no bytes. Write it anew.`;
    case 'utf-16':
      return `${table} is UTF-16, must be UTF-8; ${SAVE_ANEW}`;
    case 'not-utf-8': {
      const where = obstacle.line === undefined ? '' : ` (line ${obstacle.line})`;
      return `${table} is not UTF-8${where}; nothing of it was read; ${SAVE_ANEW}`;
    }
    case 'names-end-open':
      return `${table} has a separator after the last name in its first line, and its rows have none; take it off that line and ${AGAIN}`;
    case 'rows-end-open':
      return `${table} has a separator at the end of its rows, and its first line has none; take it off them, or add it to that line, and ${AGAIN}`;
    case 'too-many-columns':
      return `${table} has more than ${LIMITS.tableColumnsMax} columns; leave out those that are not needed.`;
    case 'reader-died':
      return `${table} was not read to its end, because that took more memory or time than reading may take. Write it anew in several tables (Parquet also in larger row groups) and run the same command again: rows that were stored count once.`;
    case 'too-many-refused':
      return `${table} has more than ${LIMITS.tableBrokenRowsMax} rows that cannot be taken, so it was read no further; quarantine list says why. Mend it and run the same command again: rows that were stored count once.`;
    case 'identifiers-not-text': {
      const columns = (obstacle.notText ?? []).map(({ name, what }) => `${printableCell(name)} (${KINDS[what]})`);
      return `${table} has ${columns.join(', ')}; ${AS_TEXT}`;
    }
    case 'columns-twice':
      return `${table} has several columns called ${(obstacle.twice ?? []).map(printableCell).join(', ')}; keep one of each.`;
    case 'columns-missing': {
      const missing = (obstacle.missing ?? []).map(({ name, nearest }) =>
        nearest === undefined ? name : `${name} (is that ${printableCell(nearest)}?)`,
      );
      return `${table} lacks ${missing.join(', ')}; rename its columns to the DICOM keywords.`;
    }
  }
}
