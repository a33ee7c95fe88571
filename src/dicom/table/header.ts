import { LIMITS } from '../../base/index.ts';
import { bytesInCharset } from '../json/index.ts';
import type { Header, Place } from '../parse/index.ts';
import { TAGS } from '../transform/index.ts';
import { type ColumnPlan, type Filling, placeName, SPECIFIC_CHARACTER_SET } from './columns.ts';
import { LIST_SEPARATOR } from './table.ts';

type Cells = readonly (string | undefined)[];

const NOTHING = new Uint8Array(0);

/** The header that one row of a table describes. */
export function rowHeader(cells: Cells, plan: ColumnPlan): Header {
  const top = (tag: number): string | undefined => filled(cells, plan.top.get(tag));
  const at = ({ tag, within, concept }: Place): string | undefined => {
    if (concept !== undefined) {
      return undefined;
    }
    return within.length === 0 ? top(tag) : filled(cells, plan.nested.get(placeName({ tag, within })));
  };
  return {
    raw(tag) {
      // A row that stands for a series has no instance of its own; its series names it.
      const isSeries = tag === TAGS.SOPInstanceUID && !plan.perInstance;
      const text = top(isSeries ? TAGS.SeriesInstanceUID : tag);
      return text === undefined ? NOTHING : bytesInCharset(text, top(SPECIFIC_CHARACTER_SET));
    },
    fault() {
      const isLong = (cell: string | undefined): boolean => (cell?.length ?? 0) > LIMITS.keptElementBytesMax;
      return cells.some(isLong) ? 'element-too-long' : undefined;
    },
    creators: () => [],
    values: () => ({
      at(place) {
        const text = at(place);
        return text === undefined || text.length > LIMITS.parsedElementBytesMax ? undefined : { kind: 'text', text };
      },
    }),
  };
}

/** How many instances a row's series has, as the row says; at least the one that is described. */
export function instancesOf(cells: Cells, { instanceCounts }: ColumnPlan): number {
  const counts = instanceCounts.map((cell) => Number(cells[cell] ?? Number.NaN));
  return counts.find((count) => Number.isSafeInteger(count) && count > 0) ?? 1;
}

function filled(cells: Cells, filling: Filling | undefined): string | undefined {
  const cell = filling?.cells.find((at) => cells[at] !== undefined);
  const written = cell === undefined ? undefined : cells[cell];
  return written === undefined || filling === undefined ? undefined : asElement(written, filling);
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/;

/** Truth values as databases and scripts write them into a cell of CSV, and what they are in a file and in Parquet. */
const TRUTH: Readonly<Record<string, string | undefined>> = { TRUE: 'YES', FALSE: 'NO' };

/** A cell's text as the element itself would have it. */
function asElement(cell: string, { vr, single, verbatim }: Filling): string {
  if (verbatim) {
    return cell;
  }
  switch (vr) {
    case 'DA':
      return cell.replace(DATE, '$1$2$3');
    case 'TM':
      return cell.replaceAll(':', '');
    case 'CS':
      return TRUTH[cell.toUpperCase()] ?? listed(cell, single);
    case 'UI': // of several, the first: a series has one value of each field
      return cell.split(',')[0] ?? cell;
    default:
      return listed(cell, single);
  }
}

function listed(cell: string, single: boolean): string {
  const list = listIn(cell);
  return list === undefined ? cell : single ? (list[0] ?? '') : list.join('\\');
}

/** A list as a database or a script writes it into a cell of CSV. */
const WRITTEN_LIST = /^\[(.*)\]$/s;

function listIn(cell: string): readonly string[] | undefined {
  if (cell.includes(LIST_SEPARATOR)) {
    return cell.split(LIST_SEPARATOR);
  }
  const [, list] = cell.startsWith('[') ? (WRITTEN_LIST.exec(cell) ?? []) : [];
  return list?.split(/, */).map(unquoted);
}

function unquoted(item: string): string {
  return /^(['"])(.*)\1$/s.exec(item)?.[2] ?? item;
}
