import { z } from 'zod';

const Value = z.union([z.string().min(1).max(200), z.number()]);

/** What one field is compared with: a value, any of several, or an inclusive range. */
export const Matcher = z.union([
  Value,
  z.array(Value).min(1),
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

const FieldName = z.string().regex(/^[A-Z][A-Za-z0-9]{0,63}$/);

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

const Decimal = z.string().regex(/^(0|[1-9]\d{0,3})(\.\d{1,9})?$/);

const shape = {
  count: z.enum(['patients', 'studies', 'series', 'instances']),
  cohort: Cohort.optional(),
  where: Condition.optional(),
  by: z.array(By).min(1).max(3).optional(),
  /** Intake blocks (calendar years of first publish), each charged in full. */
  blocks: z.array(z.int().min(1900).max(9999)).min(1).max(200),
};

/** A question as it is signed: ε is explicit, as a decimal string. */
export const Query = z.strictObject({ ...shape, epsilon: Decimal });
export type Query = z.infer<typeof Query>;

/** A question as it is drafted: blocks may be left to the dry run, and accuracy may stand where ε will. */
export const Draft = z
  .strictObject({
    ...shape,
    blocks: shape.blocks.optional(),
    epsilon: Decimal.optional(),
    accuracy: z.strictObject({ halfWidth: z.int().min(1).max(1_000_000), confidence: Decimal }).optional(),
  })
  .refine((draft) => (draft.epsilon === undefined) !== (draft.accuracy === undefined), {
    message: 'must state either epsilon or accuracy',
  });
export type Draft = z.infer<typeof Draft>;
