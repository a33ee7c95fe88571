import { csvLine } from '../../base/index.ts';
import type { Combined, Estimate, FederatedReply, MeasureResult } from '../../contract/index.ts';
import { type Say, writtenText } from '../texts/say.ts';

/** One number of an answer: which cell, what it is, its value with its interval. */
export interface ResultLine {
  readonly key: Readonly<Record<string, string>>;
  readonly estimate: Estimate;
}

/** The numbers of a measure, cell by cell. */
export function linesOf({ keys }: Combined, { rows }: MeasureResult): readonly ResultLine[] {
  return keys.flatMap((key, cell) => (rows[cell] ?? []).map((estimate) => ({ key, estimate })));
}

/** “odds ratio: PatientSex=F against M, Modality=CT over MR” */
export function nameOf({ name, about }: Estimate): string {
  return about === undefined ? name : `${name}: ${about}`;
}

/** “mean of PatientAge (years)” */
export function titleOf({ kind, of, fields }: MeasureResult): string {
  const what = kind === 'count' ? (of ?? '') : fields.map(({ field, unit }) => `${field} (${unit})`).join(', ');
  return `${kind} of ${what}`;
}

/** A number to as many digits as its noise can leave certain; counts in full. */
export function numberText(say: Pick<Say, 'lang'>, value: number): string {
  return Number.isInteger(value) ? String(value) : writtenText(say, String(Number(value.toPrecision(5))));
}

/** An interval; an end without a bound is said to be infinite. */
export function intervalText(say: Pick<Say, 'lang'>, { interval }: Estimate): string {
  if (interval === null) {
    return '–';
  }
  const [low, high] = interval;
  return `${low === null ? '−∞' : numberText(say, low)} … ${high === null ? '∞' : numberText(say, high)}`;
}

/** What a measure says of no cell alone. */
function wholeOf({ whole = [] }: MeasureResult): readonly ResultLine[] {
  return whole.map((estimate) => ({ key: {}, estimate }));
}

/** All numbers of an answer as a table (RFC 4180), each with its interval, what its tables say as a whole after their cells, and the states of all sites below in the same columns. */
export function csvOf({ combined, sites }: FederatedReply): string {
  const fields = Object.keys(combined?.keys[0] ?? {});
  const head = ['measure', ...fields, 'name', 'value', 'low', 'high', 'confidence', 'sites'];
  const rows = (combined?.results ?? []).flatMap((result) =>
    combined === null
      ? []
      : [...linesOf(combined, result), ...wholeOf(result)].map(({ key, estimate }) => [
          titleOf(result),
          ...fields.map((field) => key[field] ?? ''),
          ...[
            nameOf(estimate),
            estimate.value ?? '',
            estimate.interval?.[0] ?? '',
            estimate.interval?.[1] ?? '',
            combined.confidence,
            combined.sites.join(' '),
          ],
        ]),
  );
  const states = sites.map(({ site, state }) => ['site', ...fields.map(() => ''), site, state, '', '', '', '']);
  return [head, ...rows, ...states].map(csvLine).join('');
}
