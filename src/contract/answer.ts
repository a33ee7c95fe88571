import { z } from 'zod';
import { canonicalJson, hashText, type Json, LIMITS } from '../base/index.ts';
import { Hash } from './ids.ts';
import { Reduction } from './query.ts';
import { type Objection, RefusalCode, sentenceOf } from './refusal.ts';

const Integer = z.string().regex(/^(0|-?[1-9]\d{0,38})$/);
const Positive = z.string().regex(/^[1-9]\d{0,38}$/);
/** The widest noise that is read from the wire, in grid units. */
const SCALE_MAX = 2n ** LIMITS.noiseScaleBits;
/** A loss in ε, a decimal string of at most 9 decimals. */
export const Epsilon = z.string().regex(/^(0|[1-9]\d{0,12})(\.\d{1,9})?$/);
/** A loss in zCDP, a decimal string of at most 18 decimals. */
export const Rho = z.string().regex(/^(0|[1-9]\d{0,19})(\.\d{1,18})?$/);
const Confidence = Epsilon.refine((text) => Number(text) > 0 && Number(text) < 1, { message: 'a confidence' });

const priced = {
  /** This piece's share of the ε that was signed. */
  epsilon: Epsilon,
  /** L1 distance that one patient can make over all of the piece, in grid units, and the square of the L2 distance. */
  sensitivity: Positive,
  sensitivitySquared: z.string().regex(/^[1-9]\d{0,79}$/),
  variance: z.number().nonnegative(),
};
const Whole = z.string().regex(/^[1-9]\d{0,119}$/);

/** A positive fraction of at most `max`. */
function fraction(max: bigint) {
  return z
    .strictObject({ numerator: Whole, denominator: Whole })
    .refine(({ numerator, denominator }) => BigInt(numerator) <= BigInt(denominator) * max);
}

/** The noise of one piece of a release, exactly as it was drawn: of scale b in grid units, or of parameter σ² in squared ones. */
export const MechanismWire = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('discrete-laplace'), ...priced, scale: fraction(SCALE_MAX) }),
  z.strictObject({
    name: z.literal('discrete-gaussian'),
    ...priced,
    /** This piece's part of what the request costs: Δ₂²/2σ². */
    rho: Rho,
    sigmaSquared: fraction(SCALE_MAX ** 2n),
  }),
]);
export type MechanismWire = z.infer<typeof MechanismWire>;

const Step = z.int();

/** Text of a site: it has an end, and a canonical form, or an answer with it could be put on no record and into no file of receipts. */
function text(charactersMax: number) {
  return z
    .string()
    .max(charactersMax)
    .refine((said) => said.isWellFormed(), { message: 'text' });
}

/** A name, of a site, a field, a value or a bin. */
export const Name = text(LIMITS.wireNameMax);
const Sentence = text(LIMITS.wireSentenceMax);

/** Intake blocks of a site: calendar years, each once. */
export const Blocks = z
  .array(z.int().min(1900).max(9999))
  .max(LIMITS.blocksMax)
  .refine((blocks) => new Set(blocks).size === blocks.length, { message: 'each once' });

/** A number that was measured: stored as an integer number of steps, clamped to `low` … `high`, with `middle` between them. */
export const FieldWire = z
  .strictObject({
    field: Name,
    unit: Name,
    /** One step, in the unit. */
    step: z.number().positive(),
    low: Step,
    high: Step,
    middle: Step,
  })
  .refine(({ low, middle, high }) => low <= middle && middle < high, { message: 'bounds in order' });
export type FieldWire = z.infer<typeof FieldWire>;

/** How the nodes of a quantile tree stand: level by level, the last of them the leaves of `leafSteps` steps each. */
export const TreeWire = z.strictObject({
  branching: z.int().min(2).max(4_096),
  leafSteps: z.int().positive(),
  levels: z.array(z.int().positive().max(LIMITS.cellsMax)).min(1).max(12),
});
export type TreeWire = z.infer<typeof TreeWire>;

/** One measure of a release: what each patient contributes, and within which bounds. */
export const MeasureWire = z.strictObject({
  kind: z.enum(['count', 'sum', 'mean', 'variance', 'quantiles', 'histogram', 'moments']),
  /** What a count counts. */
  of: z.enum(['patients', 'studies', 'series', 'instances']).optional(),
  fields: z.array(FieldWire).max(6),
  per: z.enum(['patient', 'study']).optional(),
  reduce: Reduction.optional(),
  /** How many of them, or how much, one patient contributes to one cell at most. */
  perGroup: z.int().positive(),
  tree: TreeWire.optional(),
  /** The bins of a histogram by name, `below`, `above` and `MISSING` among them. */
  bins: z.array(Name).min(3).max(LIMITS.cellsMax).optional(),
});
export type MeasureWire = z.infer<typeof MeasureWire>;

/** A vector of released integers with noise of one scale: `width` of them for every cell. */
export const PieceWire = z.strictObject({
  /** Which of the measures it belongs to, from 0. */
  measure: z.int().nonnegative(),
  /** `n`: how many; `sum`, `square`, `product`: of values from the middle (of plain values in a sum); `bins`; `tree`. */
  name: z.enum(['n', 'sum', 'square', 'product', 'bins', 'tree']),
  /** Which of the measure's fields it is made of, from 0. */
  fields: z.array(z.int().nonnegative()).max(2),
  width: z.int().positive().max(LIMITS.cellsMax),
  mechanism: MechanismWire,
  /** Of each integer's noise, in grid units. */
  interval: z.strictObject({ confidence: Confidence, halfWidth: Integer }),
});
export type PieceWire = z.infer<typeof PieceWire>;

/** Everything about a release but its numbers: a function of request, policy and snapshot id alone. */
export const Statement = z.strictObject({
  site: Name,
  keys: z.array(z.record(Name, Name)).min(1).max(LIMITS.cellsMax),
  measures: z.array(MeasureWire).min(1).max(LIMITS.measuresMax),
  pieces: z.array(PieceWire).min(1).max(LIMITS.piecesMax),
  /** The ε that was signed: the sum of its pieces' shares, and under pure ε what the request costs. */
  epsilon: Epsilon,
  /** What the request costs where the site counts in zCDP, and the δ at which the site states its losses. */
  zcdp: z.strictObject({ rho: Rho, delta: Name }).optional(),
  definition: Sentence,
  privacyUnit: z.literal('patient'),
  caps: z.strictObject({ groupsPerPatient: z.int().positive() }),
  leavesOut: z.array(Sentence).max(LIMITS.leavesOutMax),
  blocks: Blocks,
  snapshot: Name,
  policy: z.strictObject({ id: Name, version: Name, deidentification: Hash, disclosure: Hash }),
  queryHash: Hash,
});
export type Statement = z.infer<typeof Statement>;

/** A release: the statement and, for each piece, its signed noisy integers: cell by cell in the order of `keys`. */
export const ReleasedWire = z
  .strictObject({
    state: z.literal('released'),
    ...Statement.shape,
    values: z.array(z.array(Integer)),
  })
  .refine(
    ({ keys, pieces, values }) =>
      pieces.length === values.length && pieces.every(({ width }, at) => values[at]?.length === keys.length * width),
    { message: 'one value per key and place' },
  )
  .refine(({ measures, pieces }) => pieces.every(({ measure, fields }) => fits(measures[measure], fields)), {
    message: 'pieces of its measures',
  });
export type ReleasedWire = z.infer<typeof ReleasedWire>;

function fits(measure: MeasureWire | undefined, fields: readonly number[]): boolean {
  return measure !== undefined && fields.every((field) => field < measure.fields.length);
}

/** Which request was refused, as the record of the “no” has it: its id, the SHA-256 of its signed text, and the hour. */
const RefusedRequest = z.strictObject({
  requestId: z.string().regex(/^[0-9a-f]{32}$/),
  textHash: Hash,
  /** In milliseconds since 1970-01-01 UTC, to the end of 9999: see `wholeHour`. */
  hourMs: z.int().min(0).max(253_402_297_200_000),
});

/** A “no”, with its fixed sentence. */
export const RefusedWire = z.strictObject({
  state: z.literal('refused'),
  site: Name,
  code: RefusalCode,
  sentence: Sentence,
  detail: Sentence.optional(),
  /** Absent where no known key has signed, in a dry run, and in what sites of earlier versions recorded. */
  of: RefusedRequest.optional(),
});
export type RefusedWire = z.infer<typeof RefusedWire>;

/** A “no” as a site tells it. */
export function refusedBy(site: string, { code, detail }: Objection): RefusedWire {
  return { state: 'refused', site, code, sentence: sentenceOf(code), ...(detail === undefined ? {} : { detail }) };
}

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
  site: Name,
  seq: z.int().nonnegative(),
  kind: z.enum(['commit', 'refuse']),
  recordHash: Hash,
  opening: z.string().regex(/^[0-9a-f]{32}$/),
  proof: text(LIMITS.checkpointBytesMax),
});
export type Receipt = z.infer<typeof Receipt>;

/**
 * Says that a stored finer table, added up over some of its fields, answers the question whose hash this is: nothing is lost,
 * because publish keeps one value of those fields per patient and no bound cuts off more in one table than in the other.
 */
export const Collapse = z.strictObject({
  over: z.array(Name).min(1).max(LIMITS.tableFieldsMax),
  queryHash: Hash,
});
export type Collapse = z.infer<typeof Collapse>;

/** What travels back: two replies are replays of one answer when the canonical JSON of `answer` is equal. */
export const Reply = z.strictObject({
  answer: AnswerWire,
  replayed: z.boolean(),
  receipt: Receipt.nullable(),
  collapse: Collapse.optional(),
});
export type Reply = z.infer<typeof Reply>;

/** What a journal holds of an answer: the SHA-256 of its 128-bit opening (32 hex digits) and canonical JSON, in hex. */
export function answerDigest(answer: Json, opening: string): string {
  return digestOfText(canonicalJson(answer), opening);
}

/** As `answerDigest`, of an answer that is canonical JSON already. */
export function digestOfText(answer: string, opening: string): string {
  return hashText('sfumato/answer/v2', `${opening}\n${answer}`);
}

/** What two sites' releases must agree on before their numbers may be added, as one string. Their noise may differ in kind. */
export function releaseShape({ measures, pieces, keys, caps, policy, queryHash }: Statement): string {
  const shapes = pieces.map(({ mechanism: { sensitivity }, interval: { confidence }, ...piece }) => ({
    ...piece,
    sensitivity,
    confidence,
  }));
  return canonicalJson({ measures, pieces: shapes, keys, caps, policy, queryHash });
}
