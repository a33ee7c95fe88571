import { z } from 'zod';
import { LIMITS } from '../base/index.ts';

const Compared = z.union([z.string().min(1).max(200), z.number()]).describe('text or a number');
const End = z.number().describe('a number without quotes in the field’s unit, such as 40 or 2021');
const Range = z.tuple([End, End]).describe('two numbers, the least and the greatest, such as [40, 80]');

/** What one field is compared with: a value, any of several, or an inclusive range. */
export const Matcher = z
  .union([Compared, z.array(Compared).min(1), z.strictObject({ between: Range })])
  .describe('a value, a list of values, or { between: [low, high] }');
export type Matcher = z.infer<typeof Matcher>;

/** A condition on one row (series). A leaf names fields; several fields in one leaf must all match. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly [field: string]: Matcher };

/** A condition on a patient: boolean over “has a row such that”. */
export type Cohort =
  | { readonly all: readonly Cohort[] }
  | { readonly any: readonly Cohort[] }
  | { readonly not: Cohort }
  | { readonly has: Condition };

/** How a sentence calls what must be the name of a field. */
export const FIELD_NAME = 'a field’s name, such as PatientAge';

const FieldName = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]{0,63}$/)
  .describe(FIELD_NAME);

const Leaf = z
  .record(FieldName, Matcher)
  .refine((leaf) => Object.keys(leaf).length > 0, { message: 'must name a field, or be all, any or not' });

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .union([
      z.strictObject({ all: z.array(Condition).min(1) }),
      z.strictObject({ any: z.array(Condition).min(1) }),
      z.strictObject({ not: Condition }),
      Leaf,
    ])
    .describe('a condition, such as { Modality: CT }'),
);

export const Cohort: z.ZodType<Cohort> = z.lazy(() =>
  z
    .union([
      z.strictObject({ all: z.array(Cohort).min(1) }),
      z.strictObject({ any: z.array(Cohort).min(1) }),
      z.strictObject({ not: Cohort }),
      z.strictObject({ has: Condition }),
    ])
    .describe('a condition on patients, such as { has: { Modality: CT } }'),
);

/** One dimension of the answer: a whole vocabulary, some of its values, or bins [a, b) of a number (the last closed). */
export const By = z.union([
  FieldName,
  z.strictObject({ field: FieldName, values: z.array(z.string().min(1).max(200)).min(1) }),
  z.strictObject({ field: FieldName, bins: z.array(z.number()).min(2).max(100) }),
]);
export type By = z.infer<typeof By>;

const Decimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,3})(\.\d{1,9})?$/)
  .describe('a decimal number in quotes, below 10000 and with at most nine decimals, such as "0.5"');
const Confidence = Decimal.describe('a share between 0 and 1 in quotes, with at most nine decimals, such as "0.95"');

/** How the values of one patient (or one of their studies) become one: the first in a secret order, the least, the greatest, the mean. */
export const Reduction = z.enum(['first', 'min', 'max', 'mean']);
export type Reduction = z.infer<typeof Reduction>;

const reducing = { per: z.enum(['patient', 'study']).optional(), reduce: Reduction.optional() };
const Clamp = z.tuple([z.number(), z.number()]);
const ValueObject = z.strictObject({ field: FieldName, ...reducing, clamp: Clamp.optional() });

/** A number of each patient, or of each of their studies; `clamp` narrows its bounds, and with them the noise. */
export const Value = z.union([FieldName, ValueObject]);
export type Value = z.infer<typeof Value>;

const Share = z
  .string()
  .regex(/^0\.(?!0+$)\d{1,6}$/)
  .describe('a share of the values between 0 and 1 in quotes, with at most six decimals, such as "0.5"');

/** Quantiles of a number; `at` are shares of the values, quartiles when left out. They are read off one release, so more are free. */
export const Quantiles = z.union([
  FieldName,
  z.strictObject({ ...ValueObject.shape, at: z.array(Share).min(1).max(100).optional() }),
]);
export type Quantiles = z.infer<typeof Quantiles>;

const Bins = z.array(z.number()).min(2).max(100);

/** How many values lie in each bin; the policy's bins when none are named. */
export const Histogram = z.union([FieldName, z.strictObject({ field: FieldName, ...reducing, bins: Bins.optional() })]);
export type Histogram = z.infer<typeof Histogram>;

/** Sums, squares and products of several numbers of each patient or study, for correlation and regression. */
export const Moments = z.strictObject({
  fields: z
    .array(z.union([FieldName, z.strictObject({ field: FieldName, clamp: Clamp.optional() })]))
    .min(2)
    .max(16),
  ...reducing,
  /** The field that a regression explains by the others; read off the same release as all correlations. */
  outcome: FieldName.optional(),
});
export type Moments = z.infer<typeof Moments>;

const kinds = {
  count: z.enum(['patients', 'studies', 'series', 'instances']).optional(),
  sum: Value.optional(),
  mean: Value.optional(),
  variance: Value.optional(),
  quantiles: Quantiles.optional(),
  histogram: Histogram.optional(),
  moments: Moments.optional(),
};

const KINDS = ['count', 'sum', 'mean', 'variance', 'quantiles', 'histogram', 'moments'] as const;

/** What an object must be to state one of `kinds`, and what it is told where it states none or several. */
function oneOf(kinds: readonly string[], mend: string) {
  const stated = (value: object): readonly string[] =>
    Object.entries(value).flatMap(([key, part]) => (part !== undefined && kinds.includes(key) ? [key] : []));
  const error = ({ input }: { readonly input?: unknown }): string => {
    const found = stated(Object(input));
    return found.length === 0 ? `must state one of ${kinds.join(', ')}` : `states ${found.join(' and ')}; ${mend}`;
  };
  return [(value: object) => stated(value).length === 1, { error }] as const;
}

/** One measure among several; `weight` is its share of ε beside those of the others, 1 when left out. */
export const Weighted = z
  .strictObject({ ...kinds, weight: z.int().min(1).max(1_000).optional() })
  .refine(...oneOf(KINDS, 'leave one of them to another entry'));
export type Weighted = z.infer<typeof Weighted>;

const shape = {
  ...kinds,
  measures: z.array(Weighted).min(1).max(16).optional(),
  cohort: Cohort.optional(),
  where: Condition.optional(),
  by: z.array(By).min(1).max(16).optional(),
  /** Intake blocks (calendar years of first publish), each charged in full. */
  blocks: z.array(z.int().min(1900).max(9999)).min(1).max(LIMITS.blocksMax),
};

const ONE_MEASURE = oneOf([...KINDS, 'measures'], 'state one, or make all of them entries of measures');

/** A question as it is signed: ε is explicit, as a decimal string. */
export const Query = z.strictObject({ ...shape, epsilon: Decimal }).refine(...ONE_MEASURE);
export type Query = z.infer<typeof Query>;

/** A question as it is drafted: blocks may be left to the dry run, and accuracy may stand where ε will. */
export const Draft = z
  .strictObject({
    ...shape,
    blocks: shape.blocks.optional(),
    epsilon: Decimal.optional(),
    accuracy: z.strictObject({ halfWidth: z.int().min(1).max(1_000_000_000), confidence: Confidence }).optional(),
  })
  .refine(...ONE_MEASURE)
  .refine(({ epsilon, accuracy }) => epsilon !== undefined || accuracy !== undefined, {
    message: 'must state epsilon, or accuracy in its place',
  })
  .refine(({ epsilon, accuracy }) => epsilon === undefined || accuracy === undefined, {
    message: 'states both epsilon and accuracy; leave one of them out',
  });
export type Draft = z.infer<typeof Draft>;

/** The measures that a question states, in its order. */
export function measuresOf({
  measures,
  ...query
}: Pick<Query, (typeof KINDS)[number] | 'measures'>): readonly Weighted[] {
  if (measures !== undefined) {
    return measures;
  }
  const { count, sum, mean, variance, quantiles, histogram, moments } = query;
  return [{ count, sum, mean, variance, quantiles, histogram, moments }];
}
