import type { Combined, Estimate, MeasureResult } from '../../contract/index.ts';
import { table } from '../table.ts';

/** What was measured, one table a measure; of a long one the largest values, and how many cells are left out. */
export function resultsText(combined: Combined, rowsMax: number): string {
  return combined.results.map((result) => resultText(combined, result, rowsMax)).join('\n\n');
}

function resultText({ keys, confidence }: Combined, result: MeasureResult, rowsMax: number): string {
  const fields = Object.keys(keys[0] ?? {});
  const percent = `${Number(confidence) * 100} % interval`;
  const isWhole = result.kind === 'count' || result.kind === 'histogram';
  const lines = keys.flatMap((key, cell) =>
    (result.rows[cell] ?? []).map((estimate) => ({
      size: estimate.value ?? Number.NEGATIVE_INFINITY,
      row: [...fields.map((field) => key[field] ?? ''), ...cellsOf(estimate, isWhole)],
    })),
  );
  const isLong = lines.length > rowsMax;
  const shown = isLong ? lines.toSorted((left, right) => right.size - left.size).slice(0, rowsMax) : lines;
  const rest = isLong ? `\n… and ${lines.length - rowsMax} smaller ones` : '';
  const head = [...fields, '', 'value', percent];
  return `${titleOf(result)}\n\n${table(
    head,
    shown.map(({ row }) => row),
  )}${rest}${wholeText(result, percent)}`;
}

/** What the table says as a whole, below it. */
function wholeText({ whole = [] }: MeasureResult, percent: string): string {
  return whole.length === 0
    ? ''
    : `\n\n${table(
        ['of the whole table', 'value', percent],
        whole.map((estimate) => cellsOf(estimate, false)),
      )}`;
}

/** “mean of PatientAge (years), per patient, the first value” */
function titleOf({ kind, of, fields, per, reduce, perGroup }: MeasureResult): string {
  if (kind === 'count') {
    return `count of ${of ?? ''}`;
  }
  const names = fields.map(({ field, unit }) => `${field} (${unit})`).join(', ');
  const whose = per === 'study' ? `up to ${perGroup} studies a patient` : 'one value a patient';
  return `${kind} of ${names}; ${whose}${reduce === undefined ? '' : `, reduced by ${reduce}`}`;
}

function cellsOf({ name: kind, about, value, interval, why }: Estimate, isWhole: boolean): readonly string[] {
  const name = about === undefined ? kind : `${kind}: ${about}`;
  if (value === null) {
    return [name, 'not estimable', why ?? ''];
  }
  if (interval === null) {
    return [name, numberText(value, isWhole), ''];
  }
  const [low, high] = interval;
  return [name, numberText(value, isWhole), `${endText(low, '−∞', isWhole)} … ${endText(high, '∞', isWhole)}`];
}

function endText(end: number | null, without: string, isWhole: boolean): string {
  return end === null ? without : numberText(end, isWhole);
}

/** Counts in full; other numbers to five digits, which is more than their noise leaves certain. */
function numberText(value: number, isWhole: boolean): string {
  return isWhole || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
