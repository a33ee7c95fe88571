import { printableCell } from '../../base/index.ts';
import {
  ENGLISH,
  numberCells,
  percentOf,
  type ShownCombined,
  type ShownMeasure,
  type ShownNumber,
  titleText,
} from '../../shown/index.ts';
import { table } from '../terminal/table.ts';

/** What was measured, one table a measure; of a long one the largest values, and how many cells are left out. */
export function resultsText(combined: ShownCombined, rowsMax: number): string {
  return combined.measures.map((measure) => measureText(combined, measure, rowsMax)).join('\n\n');
}

function measureText(combined: ShownCombined, { title, rows, whole }: ShownMeasure, rowsMax: number): string {
  const isLong = rows.length > rowsMax;
  const shown = isLong ? rows.toSorted((left, right) => sizeOf(right) - sizeOf(left)).slice(0, rowsMax) : rows;
  const rest = isLong ? `\n… and ${rows.length - rowsMax} smaller ones` : '';
  const columns = ['value', `${percentOf(combined.confidence)} % interval`];
  const cells = table([...combined.fields, '', ...columns], shown.map(rowOf));
  const below = whole.length === 0 ? '' : `\n\n${table(['of the whole table', ...columns], whole.map(rowOf))}`;
  return `${printableCell(titleText(ENGLISH, title))}\n\n${cells}${rest}${below}`;
}

function sizeOf({ value }: ShownNumber): number {
  return value ?? Number.NEGATIVE_INFINITY;
}

function rowOf(number: ShownNumber): readonly string[] {
  return [...number.cell, ...numberCells(ENGLISH, number)];
}
