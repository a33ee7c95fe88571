import type { MeasureWire, Moments, Quantiles, Weighted } from '../contract/index.ts';

// What is read off a release after the fact stands in the request alone. Measures of one request differ in fields, bounds,
// reduction or unit, so these tell which of them a release speaks of.

const QUARTILES = ['0.25', '0.5', '0.75'] as const;

/** The points that were asked of a quantile tree; quartiles where none were. */
export function pointsOf(measure: MeasureWire, asked: readonly Weighted[]): readonly string[] {
  const own = asked.flatMap(({ quantiles }) => {
    const written = typeof quantiles === 'string' ? { field: quantiles } : quantiles;
    return written !== undefined && isOfQuantiles(measure, written) ? [{ written, fields: [written] }] : [];
  });
  const { at = [] } = nearest(own) ?? {};
  return at.length === 0 ? QUARTILES : at;
}

/** The field that a regression was asked to explain, by its place among the measure's fields. */
export function outcomeOf(measure: MeasureWire, asked: readonly Weighted[]): number | undefined {
  const own = asked.flatMap(({ moments }) => {
    const fields = moments?.fields.map((field) => (typeof field === 'string' ? { field } : field)) ?? [];
    return moments !== undefined && isOfMoments(measure, moments, fields) ? [{ written: moments, fields }] : [];
  });
  const outcome = nearest(own)?.outcome;
  const at = measure.fields.findIndex(({ field }) => field === outcome);
  return at < 0 ? undefined : at;
}

/**
 * Of all that a release may speak of, the one that names most of its bounds: one without a clamp has the policy's bounds, which a release
 * doesn't tell from others, so it may be taken for another measure's only where none names that one's.
 */
function nearest<T>(own: readonly { readonly written: T; readonly fields: readonly Written[] }[]): T | undefined {
  const clamps = (fields: readonly Written[]): number => fields.filter(({ clamp }) => clamp !== undefined).length;
  return own.toSorted((left, right) => clamps(right.fields) - clamps(left.fields))[0]?.written;
}

function isOfQuantiles(measure: MeasureWire, written: Exclude<Quantiles, string>): boolean {
  return isReducedAs(measure, written) && isBoundedAs(measure, [written]);
}

function isOfMoments(measure: MeasureWire, reducing: Moments, fields: readonly Written[]): boolean {
  return isReducedAs(measure, reducing) && isBoundedAs(measure, fields);
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

/** Without a clamp the bounds are the policy's, whatever these are. */
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
