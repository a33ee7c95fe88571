import { z } from 'zod';
import { canonicalJson, hashText } from '../base/index.ts';
import { RefusalCode } from './refusal.ts';

const Integer = z.string().regex(/^(0|-?[1-9]\d{0,38})$/);
const Positive = z.string().regex(/^[1-9]\d{0,38}$/);
/** The widest noise that is read from the wire, in grid units. */
const SCALE_MAX = 2n ** 40n;
const Epsilon = z.string().regex(/^(0|[1-9]\d{0,12})(\.\d{1,9})?$/);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One cell of a release: its key (empty for a total) and its signed noisy integer, as a decimal string. */
export const Cell = z.strictObject({ key: z.record(z.string(), z.string()), value: Integer });
export type Cell = z.infer<typeof Cell>;

/** The noise of a release, exactly as it was drawn: scale b = numerator/denominator, in grid units. */
export const MechanismWire = z.strictObject({
  name: z.literal('discrete-laplace'),
  epsilon: Epsilon,
  sensitivity: Positive,
  scale: z
    .strictObject({ numerator: Positive, denominator: Positive })
    .refine(({ numerator, denominator }) => BigInt(numerator) <= BigInt(denominator) * SCALE_MAX),
  variance: z.number().nonnegative(),
});

/** Everything about a release but its numbers: a function of request, policy and snapshot id alone. */
export const Statement = z.strictObject({
  site: z.string(),
  measure: z.strictObject({ count: z.enum(['patients', 'studies', 'series', 'instances']) }),
  unit: z.string(),
  keys: z.array(z.record(z.string(), z.string())).min(1),
  mechanism: MechanismWire,
  definition: z.string(),
  privacyUnit: z.literal('patient'),
  caps: z.strictObject({ groupsPerPatient: z.int().positive(), perGroup: z.int().positive() }),
  interval: z.strictObject({ confidence: Epsilon, halfWidth: Integer }),
  leavesOut: z.array(z.string()),
  blocks: z.array(z.int()),
  snapshot: z.string(),
  policy: z.strictObject({ id: z.string(), version: z.string(), deidentification: Hash, disclosure: Hash }),
  queryHash: Hash,
});
export type Statement = z.infer<typeof Statement>;

/** A release: the statement and one signed noisy integer per key, in the order of `keys`. */
export const ReleasedWire = z
  .strictObject({
    state: z.literal('released'),
    ...Statement.shape,
    values: z.array(Integer),
  })
  .refine(({ keys, values }) => keys.length === values.length, { message: 'one value per key' })
  .refine(({ interval: { confidence } }) => Number(confidence) > 0 && Number(confidence) < 1, {
    message: 'a confidence',
  });
export type ReleasedWire = z.infer<typeof ReleasedWire>;

/** A “no”, with its fixed sentence. */
export const RefusedWire = z.strictObject({
  state: z.literal('refused'),
  site: z.string(),
  code: RefusalCode,
  sentence: z.string(),
  detail: z.string().optional(),
});
export type RefusedWire = z.infer<typeof RefusedWire>;

/** What a site says to a question. */
export const AnswerWire = z.discriminatedUnion('state', [ReleasedWire, RefusedWire]);
export type AnswerWire = z.infer<typeof AnswerWire>;

/**
 * Where an answer stands in its site's journal, and what shows that it does: the record's kind and hash, which with the answer's
 * digest are the log's entry (`entryBytes`); a C2SP tlog-proof of that entry, with a signed checkpoint in it; and the secret
 * (`opening`) that opens the digest. Without it, which the site keeps sealed beside the answer, nobody can try out whether a
 * guessed answer fits the digest.
 */
export const Receipt = z.strictObject({
  site: z.string(),
  seq: z.int().nonnegative(),
  kind: z.enum(['commit', 'refuse']),
  recordHash: Hash,
  opening: z.string().regex(/^[0-9a-f]{32}$/),
  proof: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

/** What travels back: two replies are replays of one answer when the canonical JSON of `answer` is equal. */
export const Reply = z.strictObject({ answer: AnswerWire, replayed: z.boolean(), receipt: Receipt.nullable() });
export type Reply = z.infer<typeof Reply>;

/** What a journal holds of an answer: the SHA-256 of its 128-bit opening (32 hex digits) and canonical JSON, in hex. */
export function answerDigest(answer: AnswerWire, opening: string): string {
  return hashText('sfumato/answer/v2', `${opening}\n${canonicalJson(answer)}`);
}

/** What two sites' releases must agree on before their numbers may be added, as one string. */
export function releaseShape({ measure, unit, keys, caps, policy, queryHash }: ReleasedWire): string {
  return canonicalJson({ measure, unit, keys, caps, policy, queryHash });
}
