import { csvRecord, LIMITS } from '../../base/index.ts';
import type { SiteEffect } from '../../statistics/index.ts';
import { columnsOf, NOISE, requireCommaTable, shownName } from './effect-columns.ts';
import { wrongUse } from './wrong-use.ts';

/** Beyond these, products of weights and effects would leave the range of doubles. */
const LARGEST = 1e50;
const LEAST_VARIANCE = 1e-50;

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/**
 * Reads a table of effects (CSV, RFC 4180): columns label, effect and variance, and noise_variance where noise was added;
 * other columns are left alone, unless one may be meant for one of these.
 * @throws SfumatoError `wrong-use` with one sentence that names the line.
 */
export function readEffects(text: string): readonly SiteEffect[] {
  requireCommaTable(text);
  const [header, ...rows] = recordsOf(text.replace(/^\uFEFF/, ''));
  const columns = columnsOf(header?.cells ?? []);
  if (rows.length === 0 || rows.length > LIMITS.metaSitesMax) {
    throw wrongUse(`The table needs 1 to ${LIMITS.metaSitesMax} effects, a line each; it has ${rows.length}.`);
  }
  return rows.map((row) => effectOf(row, columns));
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function recordsOf(text: string): readonly Row[] {
  if (text.length > LIMITS.metaFileBytesMax) {
    throw wrongUse(`The table is larger than ${LIMITS.metaFileBytesMax / 1024} KiB.`);
  }
  const rows: Row[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const record = csvRecord(text, at, { delimiter: ',', final: true });
    if (!('cells' in record)) {
      throw wrongUse(`Line ${line} of the table is no CSV record: a quote is missing or stands where none may.`);
    }
    // Spreadsheets write a blank line as separators alone.
    if (record.cells.some((cell) => cell.trim() !== '')) {
      rows.push({ line, cells: record.cells });
    }
    line += text.slice(at, record.next).split(/\r\n|\r|\n/).length - 1;
    at = record.next;
  }
  return rows;
}

function effectOf({ line, cells }: Row, columns: readonly string[]): SiteEffect {
  if (cells.length !== columns.length) {
    throw wrongUse(`Line ${line} of the table has ${cells.length} cells, its first line ${columns.length}.`);
  }
  const cell = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? '';
  const number = (name: string): number => {
    const value = NUMBER.test(cell(name)) ? Number(cell(name)) : Number.NaN;
    if (Number.isNaN(value)) {
      throw wrongUse(
        `Line ${line} of the table: ${name} is no number written like 0.25; leave out a site that has none.`,
      );
    }
    if (Math.abs(value) > LARGEST) {
      throw wrongUse(`Line ${line} of the table: ${name} is beyond ${LARGEST}; give the effects in another unit.`);
    }
    return value;
  };
  const variance = (name: string): number => {
    const value = number(name);
    if (value < 0) {
      throw wrongUse(`Line ${line} of the table: ${name} is below 0.`);
    }
    return value;
  };
  const samplingVariance = variance('variance');
  const noiseVariance = cell(NOISE) === '' ? 0 : variance(NOISE);
  if (samplingVariance + noiseVariance === 0) {
    throw wrongUse(`Line ${line} of the table: an effect without variance can't be weighed against others.`);
  }
  if (samplingVariance + noiseVariance < LEAST_VARIANCE) {
    throw wrongUse(
      `Line ${line} of the table: the variance is below ${LEAST_VARIANCE}; give the effects in another unit.`,
    );
  }
  return { label: shownName(cell('label')).trim(), effect: number('effect'), samplingVariance, noiseVariance };
}
