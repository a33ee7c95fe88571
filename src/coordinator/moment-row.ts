import type { Estimate, FieldWire, MeasureWire } from '../contract/index.ts';
import {
  correlationOf,
  isNearlyHidden,
  type Moments,
  type NotEstimable,
  pairKey,
  regressionOf,
} from '../statistics/index.ts';
import { outcomeOf } from './asked-points.ts';
import { type Cell, gridOf, numberOf, shown } from './cell-numbers.ts';
import type { Reading } from './quantile-row.ts';

const AS_DIFFERENT = 'as of different patients, though one may have several studies';
const NEARLY_HIDDEN =
  'noise is wide beside it; where most like it are not estimable, it may be far from the true one (slopes and correlations mostly too near 0), and the interval too short';

/**
 * All correlations of a cell's moments and, where an outcome was asked for, its regression on the other fields. Sampling is part of their
 * intervals: that of different patients, and where a patient may have several values, each number says so, as it does where noise nearly hides it.
 */
export function momentRow(measure: MeasureWire, cell: Cell, { alpha, asked }: Reading): readonly Estimate[] {
  const { fields } = measure;
  const moments = momentsIn(fields, cell);
  const correlations = pairs(fields.length).map(([one, other]) => {
    const estimate = shown(
      `r ${nameOf(fields[one])} ${nameOf(fields[other])}`,
      correlationOf(moments, [one, other], alpha),
    );
    return estimate.value !== null && isNearlyHidden(moments, ['one', one, other])
      ? said(estimate, NEARLY_HIDDEN)
      : estimate;
  });
  const outcome = outcomeOf(measure, asked);
  const regression = outcome === undefined ? [] : regressionRow(fields, outcome, { moments, alpha });
  const found = [...correlations, ...regression];
  const all = measure.perGroup > 1 ? found.map((one) => said(one, AS_DIFFERENT)) : found;
  return [...all, numberOf(cell, alpha)];
}

/** The estimate with one thing more to be said of it. */
function said(estimate: Estimate, what: string): Estimate {
  return { ...estimate, about: estimate.about === undefined ? what : `${estimate.about}; ${what}` };
}

/** A cell's moments of these fields, as estimators take them. */
export function momentsIn(fields: readonly FieldWire[], cell: Cell): Moments {
  return {
    number: cell.one('n'),
    sums: fields.map((_, at) => cell.one('sum', at)),
    squares: fields.map((_, at) => cell.one('square', at)),
    products: new Map(
      pairs(fields.length).map(([one, other]) => [pairKey(one, other), cell.one('product', one, other)]),
    ),
    grids: fields.map(gridOf),
  };
}

function pairs(fields: number): readonly (readonly [number, number])[] {
  const places = Array.from({ length: fields }, (_, at) => at);
  return places.flatMap((one) => places.slice(one + 1).map((other) => [one, other] as const));
}

interface Fitting {
  readonly moments: Moments;
  readonly alpha: number;
}

function regressionRow(
  fields: readonly FieldWire[],
  outcome: number,
  { moments, alpha }: Fitting,
): readonly Estimate[] {
  const explainedBy = fields.flatMap((_, at) => (at === outcome ? [] : [at]));
  const regression = regressionOf(moments, { outcome, explainedBy }, alpha);
  const named = (estimate: NotEstimable): Estimate => shown(`regression of ${nameOf(fields[outcome])}`, estimate);
  if (!regression.estimable) {
    return [named(regression)];
  }
  const { intercept, slopes, residualDeviation } = regression;
  const found = [
    shown(`intercept of ${nameOf(fields[outcome])}`, intercept),
    ...slopes.map((slope, at) => shown(`slope by ${nameOf(fields[explainedBy[at] ?? -1])}`, slope)),
  ];
  const isHidden = isNearlyHidden(moments, ['one', ...explainedBy]);
  return [
    ...(isHidden ? found.map((one) => said(one, NEARLY_HIDDEN)) : found),
    { name: 'residual deviation', value: residualDeviation, interval: null },
  ];
}

function nameOf(field: FieldWire | undefined): string {
  return field?.field ?? '';
}
