import type { FederatedQuote, FieldWire, MeasureWire, Quote } from '../../contract/index.ts';
import { noiseQuoted } from '../../dashboard/index.ts';
import { type Estimate, meanOf, type Noisy, varianceOf } from '../../statistics/index.ts';

/** About how wide the interval of a mean or variance would be at most, by how many values a cell of the answer has. */
export interface ExpectedWidth {
  /** Which of the question's measures it is of, from 0. */
  readonly measure: number;
  readonly kind: 'mean' | 'variance';
  readonly field: string;
  readonly unit: string;
  /** `halfWidth` in the unit, of a variance in its square; `null` where noise would leave no number. */
  readonly widths: readonly { readonly values: number; readonly halfWidth: number | null }[];
}

/** The same, and over which sites. */
export interface ExpectedWidths {
  readonly sites: readonly string[];
  readonly measures: readonly ExpectedWidth[];
}

const COHORTS = [100, 1_000, 10_000] as const;

/**
 * Of the sites that would answer, together: from bounds, scales and ε that they quote alone, so nothing is learnt from data. The widths hold
 * wherever in their bounds the values lie, for noise that happens to leave their number as it is. None where there is no mean or variance.
 */
export function expectedWidths({ sites }: FederatedQuote): ExpectedWidths | undefined {
  const quotes = sites.flatMap(({ quote }): Quote[] => (quote?.state === 'quoted' && quote.covered ? [quote] : []));
  const [first] = quotes;
  if (first === undefined || quotes.some((quote) => shapeOf(quote) !== shapeOf(first))) {
    return undefined;
  }
  const measures = first.measures.flatMap((measure, at) => expectedOf(measure, at, quotes));
  return measures.length === 0 ? undefined : { sites: quotes.map(({ site }) => site), measures };
}

function shapeOf({ measures, pieces }: Quote): string {
  return JSON.stringify([measures, pieces.map(({ measure, name }) => [measure, name])]);
}

function expectedOf(wire: MeasureWire, measure: number, quotes: readonly Quote[]): readonly ExpectedWidth[] {
  const { kind, fields } = wire;
  const [field] = fields;
  if ((kind !== 'mean' && kind !== 'variance') || field === undefined) {
    return [];
  }
  const noise = { sum: noiseOf('sum', measure, quotes), number: noiseOf('n', measure, quotes) };
  const alpha = 1 - Number(quotes[0]?.pieces[0]?.interval.confidence ?? '0.95');
  const widest =
    kind === 'mean'
      ? (values: number) => widestMean(noise, { field, values, alpha })
      : (values: number) =>
          widestVariance({ ...noise, squares: noiseOf('square', measure, quotes) }, { field, values, alpha });
  const widths = COHORTS.map((values) => ({ values, halfWidth: widest(values) }));
  return [{ measure, kind, field: field.field, unit: field.unit, widths }];
}

/** A released number with the noise of all sites, whatever its value. */
type OfValue = (value: number) => Noisy;

function noiseOf(name: string, measure: number, quotes: readonly Quote[]): OfValue {
  const pieces = quotes.flatMap((quote) => quote.pieces.filter((one) => one.measure === measure && one.name === name));
  const { variance, within, characteristic } = noiseQuoted(pieces);
  const known = new Map<number, bigint>();
  const once = (alpha: number): bigint => {
    const width = known.get(alpha) ?? within(alpha);
    known.set(alpha, width);
    return width;
  };
  return (value) => ({ value: BigInt(Math.round(value)), variance, within: once, characteristic });
}

interface Cohort {
  readonly field: FieldWire;
  readonly values: number;
  readonly alpha: number;
}

type Parts = Readonly<Record<'sum' | 'number', OfValue>>;

/** The interval of a mean is the wider the farther it is from the middle: widest where all values lie at an end. */
function widestMean({ sum, number }: Parts, { field, values, alpha }: Cohort): number | null {
  return halfOf(meanOf({ sum: sum(values * reachOf(field)), number: number(values) }, gridOf(field), alpha));
}

const MEANS_TRIED = 64;

/** For a sum of values, the width is convex in the sum of their squares, so widest where that is least or greatest; of sums many are tried. */
function widestVariance(
  { sum, number, squares }: Parts & { readonly squares: OfValue },
  { field, values, alpha }: Cohort,
): number | null {
  const reach = reachOf(field);
  const widths = Array.from({ length: MEANS_TRIED + 1 }, (_, at) => (reach * at) / MEANS_TRIED).flatMap((mean) =>
    [mean * mean, reach * reach].map((square) => {
      const parts = { sum: sum(values * mean), squares: squares(values * square), number: number(values) };
      return halfOf(varianceOf(parts, gridOf(field), alpha));
    }),
  );
  return widths.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)));
}

function halfOf(estimate: Estimate): number | null {
  return estimate.estimable ? (estimate.high - estimate.low) / 2 : null;
}

/** How far from the middle a value may lie, in steps. */
function reachOf({ high, middle }: FieldWire): number {
  return high - middle;
}

function gridOf({ low, high, step }: FieldWire) {
  return { low: BigInt(low), high: BigInt(high), step };
}
