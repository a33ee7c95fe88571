import { LIMITS } from '../../base/index.ts';
import type { Histogram, Moments, Quantiles, Value, Weighted } from '../../contract/index.ts';
import type { Measure, Policy } from '../../policy/index.ts';
import type { Bounds, MeasureNode, Values } from '../nodes.ts';
import { raise } from '../objection.ts';
import { treeOver } from '../tree.ts';
import { binsOf } from './axes.ts';
import { gridOf, onGrid } from './condition.ts';
import type { Fields } from './fields.ts';

/** Reads what is measured. Raises an objection for what the policy doesn't know or can't bound. */
export function readMeasure(asked: Weighted, fields: Fields): MeasureNode {
  const { count, sum, mean, variance, quantiles, histogram, moments } = asked;
  if (count !== undefined) {
    return Object.freeze({ kind: 'count', of: count, cap: countCap(count, fields.policy) });
  }
  if (histogram !== undefined) {
    return readHistogram(histogram, fields);
  }
  if (quantiles !== undefined) {
    return readQuantiles(quantiles, fields);
  }
  if (moments !== undefined) {
    return Object.freeze({ kind: 'moments', values: momentValues(moments, fields) });
  }
  const [kind, value] =
    sum !== undefined
      ? (['sum', sum] as const)
      : mean !== undefined
        ? (['mean', mean] as const)
        : (['variance', variance ?? ''] as const);
  return Object.freeze({ kind, values: oneValue(value, fields) });
}

function countCap(count: NonNullable<Weighted['count']>, policy: Policy): number {
  return count === 'patients' ? 1 : policy.document.disclosure.perGroupMax.value[count];
}

/** One field's values, as written: a name alone stands for the defaults. */
function oneValue(value: Value | Exclude<Quantiles, string>, fields: Fields): Values {
  const written = typeof value === 'string' ? { field: value } : value;
  return valuesOf(written, [boundsOf(written, fields)], fields.policy);
}

/** Reduces to the first value in keyed order, one per patient, unless the question says otherwise. */
function valuesOf(
  { per = 'patient', reduce = 'first' }: Pick<Moments, 'per' | 'reduce'>,
  bounds: readonly Bounds[],
  policy: Policy,
): Values {
  const cap = per === 'patient' ? 1 : policy.document.disclosure.perGroupMax.value.studies;
  return Object.freeze({ fields: Object.freeze(bounds), per, reduce, cap });
}

interface Clamped {
  readonly field: string;
  readonly clamp?: readonly [number, number] | undefined;
}

function boundsOf({ field, clamp }: Clamped, fields: Fields): Bounds {
  const column = numberOf(field, fields);
  if (clamp === undefined) {
    return Object.freeze({ column, low: column.minStep, high: column.maxStep });
  }
  const [low, high] = clamp.map((end) => onGrid(column, end));
  if (low === undefined || high === undefined) {
    return raise('unknown-value', `An end of the clamp of ${field} isn't on its grid; ${gridOf(column)}.`);
  }
  return low < high
    ? Object.freeze({ column, low, high })
    : raise(
        'unsupported-shape',
        `The clamp of ${field} must rise, such as [${column.field.range?.min}, ${column.field.range?.max}].`,
      );
}

/** A column of numbers with bounds: without them nothing limits what one patient adds. */
function numberOf(field: string, fields: Fields): Measure {
  const column = fields.column(field);
  if (column.field.role === 'filter') {
    return raise('unsupported-shape', `${field} may stand in conditions only, not be measured.`);
  }
  return column.kind === 'measure'
    ? column
    : raise(
        'unsupported-shape',
        `${field} is a list of values, not a number with bounds; count patients by it instead.`,
      );
}

function readQuantiles(asked: Quantiles, fields: Fields): MeasureNode {
  const values = oneValue(asked, fields);
  const [{ low, high } = { low: 0, high: 1 }] = values.fields;
  return Object.freeze({ kind: 'quantiles', values, tree: treeOver(high - low + 1) });
}

function readHistogram(asked: Histogram, fields: Fields): MeasureNode {
  const written = typeof asked === 'string' ? { field: asked } : asked;
  const bounds = boundsOf({ field: written.field }, fields);
  const values = valuesOf(written, [bounds], fields.policy);
  return Object.freeze({ kind: 'histogram', values, ...binsOf(bounds.column, written.bins) });
}

function momentValues(asked: Moments, fields: Fields): Values {
  const bounds = asked.fields.map((field) => boundsOf(typeof field === 'string' ? { field } : field, fields));
  const most = LIMITS.momentFieldsMax;
  if (bounds.length > most) {
    const sentence = `Moments are of at most ${most} fields, and the question names ${bounds.length}; ask for fewer together.`;
    return raise('unsupported-shape', sentence);
  }
  const sorted = bounds.toSorted((left, right) => (keyword(left) < keyword(right) ? -1 : 1));
  const { outcome } = asked;
  if (outcome !== undefined && !sorted.some((one) => keyword(one) === outcome)) {
    return raise('unsupported-shape', 'The outcome of a regression must be one of the fields of its moments.');
  }
  const twice = sorted.find((one, at) => at > 0 && keyword(one) === keyword(sorted[at - 1]));
  return twice === undefined
    ? valuesOf(asked, sorted, fields.policy)
    : raise('unsupported-shape', `The moments name ${keyword(twice)} more than once.`);
}

function keyword(bounds: Bounds | undefined): string {
  return bounds?.column.field.keyword ?? '';
}
