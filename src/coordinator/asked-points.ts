import type { MeasureWire, Moments, Quantiles, Weighted } from '../contract/index.ts';

// What is read off a release after the fact stands in the request alone. Measures of one request differ in fields, bounds,
// reduction or unit, so these tell which of them a release speaks of.

const QUARTILES = ['0.25', '0.5', '0.75'] as const;

/** The points that were asked of a quantile tree; quartiles where none were. */
export function pointsOf(measure: MeasureWire, asked: readonly Weighted[]): readonly string[] {
  const own = asked.flatMap(({ quantiles }) =>
    quantiles !== undefined && isOfQuantiles(measure, quantiles) ? [quantiles] : [],
  );
  return own.flatMap((one) => (typeof one === 'string' ? [] : (one.at ?? []))).length === 0
    ? QUARTILES
    : own.flatMap((one) => (typeof one === 'string' ? [] : (one.at ?? [])));
}

/** The field that a regression was asked to explain, by its place among the measure's fields. */
export function outcomeOf(measure: MeasureWire, asked: readonly Weighted[]): number | undefined {
  const own = asked.flatMap(({ moments }) => (moments !== undefined && isOfMoments(measure, moments) ? [moments] : []));
  const outcome = own.find((one) => one.outcome !== undefined)?.outcome;
  const at = measure.fields.findIndex(({ field }) => field === outcome);
  return at < 0 ? undefined : at;
}

function isOfQuantiles(measure: MeasureWire, asked: Quantiles): boolean {
  const written = typeof asked === 'string' ? { field: asked } : asked;
  return isReducedAs(measure, written) && isBoundedAs(measure, [written]);
}

function isOfMoments(measure: MeasureWire, { fields, ...reducing }: Moments): boolean {
  const written = fields.map((field) => (typeof field === 'string' ? { field } : field));
  return isReducedAs(measure, reducing) && isBoundedAs(measure, written);
}

function isReducedAs(
  measure: MeasureWire,
  { per = 'patient', reduce = 'first' }: Pick<Moments, 'per' | 'reduce'>,
): boolean {
  return measure.per === per && measure.reduce === reduce;
}

interface Written {
  readonly field: string;
  readonly clamp?: readonly [number, number] | undefined;
}

/** Without a clamp the bounds are the policy's, which only one measure of a request can have. */
function isBoundedAs({ fields }: MeasureWire, written: readonly Written[]): boolean {
  return (
    fields.length === written.length &&
    fields.every(({ field, low, high, step }) => {
      const own = written.find((one) => one.field === field);
      const [from, to] = own?.clamp ?? [low * step, high * step];
      return own !== undefined && Math.round(from / step) === low && Math.round(to / step) === high;
    })
  );
}
