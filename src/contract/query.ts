import { z } from 'zod';

const Compared = z.union([z.string().min(1).max(200), z.number()]);

/** What one field is compared with: a value, any of several, or an inclusive range. */
export const Matcher = z.union([
  Compared,
  z.array(Compared).min(1),
  z.strictObject({ between: z.tuple([z.number(), z.number()]) }),
]);
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

const FieldName = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]{0,63}$/)
  .describe('a field’s name, such as PatientAge');

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
    z.record(FieldName, Matcher).refine((leaf) => Object.keys(leaf).length > 0),
  ]),
);

export const Cohort: z.ZodType<Cohort> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Cohort).min(1) }),
    z.strictObject({ any: z.array(Cohort).min(1) }),
    z.strictObject({ not: Cohort }),
    z.strictObject({ has: Condition }),
  ]),
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
  .describe('a decimal number in quotes, such as "0.5"');
const Confidence = Decimal.describe('a share between 0 and 1 in quotes, such as "0.95"');

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
  .regex(/^0\.\d{1,6}$/)
  .describe('a share of the values between 0 and 1 in quotes, such as "0.5"');

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

/** One measure among several; `weight` is its share of ε beside those of the others, 1 when left out. */
export const Weighted = z
  .strictObject({ ...kinds, weight: z.int().min(1).max(1_000).optional() })
  .refine((one) => KINDS.filter((kind) => one[kind] !== undefined).length === 1, { message: 'must state one measure' });
export type Weighted = z.infer<typeof Weighted>;

const shape = {
  ...kinds,
  measures: z.array(Weighted).min(1).max(16).optional(),
  cohort: Cohort.optional(),
  where: Condition.optional(),
  by: z.array(By).min(1).max(16).optional(),
  /** Intake blocks (calendar years of first publish), each charged in full. */
  blocks: z.array(z.int().min(1900).max(9999)).min(1).max(200),
};

type Stating = { readonly [Kind in (typeof KINDS)[number] | 'measures']?: unknown };

function statesOne(query: Stating): boolean {
  return [...KINDS, 'measures' as const].filter((kind) => query[kind] !== undefined).length === 1;
}

const ONE_MEASURE = { message: `must state one of ${KINDS.join(', ')}, or a list of measures` };

/** A question as it is signed: ε is explicit, as a decimal string. */
export const Query = z.strictObject({ ...shape, epsilon: Decimal }).refine(statesOne, ONE_MEASURE);
export type Query = z.infer<typeof Query>;

/** A question as it is drafted: blocks may be left to the dry run, and accuracy may stand where ε will. */
export const Draft = z
  .strictObject({
    ...shape,
    blocks: shape.blocks.optional(),
    epsilon: Decimal.optional(),
    accuracy: z.strictObject({ halfWidth: z.int().min(1).max(1_000_000_000), confidence: Confidence }).optional(),
  })
  .refine(statesOne, ONE_MEASURE)
  .refine((draft) => (draft.epsilon === undefined) !== (draft.accuracy === undefined), {
    message: 'must state either epsilon or accuracy',
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
