import { z } from 'zod';

// The shape of a policy document. `load.ts` reads it from YAML with file and line; `rules.ts` checks what a shape can't say.

const Keyword = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]{0,63}$/)
  .describe('a DICOM keyword such as PatientSex');
const Tag = z
  .string()
  .regex(/^[0-9A-F]{4},[0-9A-F]{4}$/)
  .describe('a tag such as "0010,0040", its letters in upper case');
const Sentence = z.string().min(10).max(400);
const Source = z.string().min(3).describe('a title, section or measurement that somebody else can look up');
const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/)
  .describe('a name of 1 to 63 lower-case letters, digits and hyphens that begins with a letter');
const Code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _+/.()-]{0,63}$/)
  .describe('a short text of letters, digits, spaces and _ + / . ( ) -');

/** A number with the reason for it and where that comes from. */
const reasoned = <T extends z.ZodType>(value: T) => z.strictObject({ value, reason: Sentence, source: Source });

const Count = z.int().positive();
const Decimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,8})(\.\d{1,9})?$/)
  .describe('a decimal number in quotes, such as "0.5"');

/** A closed vocabulary: what may be stored, and how raw text is brought to it. Anything unlisted becomes OTHER. */
export const Vocabulary = z.strictObject({
  source: Source,
  values: z.array(Code).min(1).max(250),
  /** Upper-cased, space-folded raw text → one of `values`. */
  aliases: z.record(z.string(), Code).optional(),
  /** Tried in order where no value or alias fits: raw text that has all `words` becomes `value`. */
  rules: z.array(z.strictObject({ words: z.array(z.string().min(1)).min(1), value: Code })).optional(),
});
export type Vocabulary = z.infer<typeof Vocabulary>;

/**
 * The grid `min, min + step, …, max`, all in `unit`; a value is rounded to the nearest step and stored as the integer x/step.
 * A value outside [min, max] isn't believed: it is stored as MISSING.
 */
export const Range = z.strictObject({
  min: z.number(),
  max: z.number(),
  step: z.number().positive(),
  unit: z.string().min(1).max(20),
  /** Edges of the bins that are used when a question names none. */
  bins: z.array(z.number()).min(2).max(100).optional(),
});
export type Range = z.infer<typeof Range>;

/** What publish works out of all rows of a patient, study or series; no single header says it. */
export const Derivation = z.enum([
  'instances-of-series',
  'series-of-study',
  'studies-of-patient',
  'days-since-first-study',
]);
export type Derivation = z.infer<typeof Derivation>;

/** How the raw element becomes the stored value. The list is closed; each kind is one function in `dicom/transform/`. */
export const Transform = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop') }),
  z.strictObject({
    kind: z.literal('pseudonym'),
    domain: z.enum(['patient', 'study', 'series', 'instance', 'device']),
  }),
  z.strictObject({ kind: z.literal('vocabulary') }),
  z.strictObject({ kind: z.literal('vocabulary-item'), item: z.int().min(1).max(10) }),
  z.strictObject({ kind: z.literal('sop-class') }),
  z.strictObject({ kind: z.literal('age'), topCode: z.int().positive() }),
  /** Values such as 2024. */
  z.strictObject({ kind: z.literal('year') }),
  /** Values such as 2024-Q1. */
  z.strictObject({ kind: z.literal('quarter') }),
  z.strictObject({ kind: z.literal('decimal'), zeroIsMissing: z.boolean() }),
  z.strictObject({ kind: z.literal('tesla') }),
  z.strictObject({ kind: z.literal('megabecquerel') }),
  /** The band of the day that a time falls into: the value whose hour of beginning (0 to 23) came last. */
  z.strictObject({ kind: z.literal('hour-band'), from: z.record(Code, z.int().min(0).max(23)) }),
  z.strictObject({ kind: z.literal('derived'), of: Derivation }),
  z.strictObject({ kind: z.literal('present'), absentWords: z.array(z.string()) }),
]);
export type Transform = z.infer<typeof Transform>;

/** PS3.15 Table E.1-1: the basic profile's action, and the option under which more is kept. */
const Citation = z.strictObject({ action: z.string(), option: z.string().optional() });
export type Citation = z.infer<typeof Citation>;

/** A further element that a transform reads. */
const FurtherElement = z.strictObject({
  keyword: Keyword,
  tag: Tag,
  /** Sequences to go down through, from the top; the first item of each counts. */
  within: z.array(Tag).min(1).max(4).optional(),
  /** In the tree of a structured report: the numeric concept `scheme code` whose largest value counts. */
  concept: z
    .string()
    .regex(/^[A-Z0-9]{1,16} [A-Za-z0-9.-]{1,16}$/)
    .describe('a coding scheme and a code, such as "DCM 113830"')
    .optional(),
  /** The row of this element, where the field's own citation doesn't speak of it. */
  ps315: Citation.optional(),
});
export type FurtherElement = z.infer<typeof FurtherElement>;

/** One element of the inventory: what it risks, what becomes of it, what it may be asked for. */
export const Field = z.strictObject({
  keyword: Keyword,
  tag: Tag,
  /** Further elements that the transform reads, in order of preference. */
  alsoReads: z.array(FurtherElement).optional(),
  risk: z.enum(['direct', 'strong', 'weak', 'technical']),
  /** PS3.15 Table E.1-1: basic profile action and the option under which more is kept, or not listed there. */
  ps315: z
    .union([z.literal('not listed'), Citation])
    .describe('not listed, or { action: …, option: … } as in PS3.15 Table E.1-1'),
  transform: Transform,
  role: z.enum(['dimension', 'measure', 'filter', 'key', 'dropped']),
  /** `patient`: publish keeps one value per patient, so a patient touches one group of this field. */
  multiplicity: z.enum(['patient', 'series']).optional(),
  vocabulary: Name.optional(),
  range: Range.optional(),
  reason: Sentence,
});
export type Field = z.infer<typeof Field>;

const TimeClass = z.enum(['0.25', '1', '4', '16']);

const SizeClass = z.strictObject({
  /** Patient ids lie below 2^patientsLog2; rowsMax = rowsPerPatientMax · 2^patientsLog2. */
  patientsLog2: z.int().min(8).max(28),
  /** Seconds after admission at which an answer leaves, by shape of the plan. */
  timeClass: z.strictObject({ none: TimeClass, masks: TimeClass, rows: TimeClass }),
});

/** What may be asked and what it costs. Every number carries its reason. */
export const Disclosure = z.strictObject({
  accountant: reasoned(z.literal('pure')),
  epsilonPerQuestion: reasoned(z.strictObject({ min: Decimal, max: Decimal })),
  epsilonCeiling: reasoned(Decimal),
  confidence: reasoned(Decimal),
  groupsPerPatientMax: reasoned(Count),
  perGroupMax: reasoned(z.strictObject({ studies: Count, series: Count, instances: Count })),
  rowsPerPatientMax: reasoned(Count),
  cellsMax: reasoned(Count),
  minSites: reasoned(Count),
  /** Which part of a roster may collude without harm to the others' patients, rounded up; a third where nothing is said. */
  colluders: reasoned(z.strictObject({ numerator: Count, denominator: Count })).optional(),
  sizeClasses: reasoned(z.strictObject({ small: SizeClass, medium: SizeClass, large: SizeClass })),
});
export type Disclosure = z.infer<typeof Disclosure>;

/** How identity and time are coarsened. */
const Deidentification = z.strictObject({
  ps315Edition: z.string(),
  pseudonyms: z.strictObject({
    algorithm: z.literal('HMAC-SHA256'),
    version: z.literal(1),
    bits: z.literal(128),
    reason: Sentence,
  }),
  dates: z.strictObject({ kept: z.enum(['year', 'quarter']), shift: z.literal('none'), reason: Sentence }),
});

/** A whole policy document, one file per version. */
export const PolicyDocument = z.strictObject({
  format: z.literal(1),
  id: Name,
  version: z
    .string()
    .regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/)
    .describe('a version such as 1.0.0'),
  title: z.string().min(3).max(120),
  supersedes: z.string().optional(),
  why: Sentence,
  approvals: z.strictObject({ loosening: z.int().min(1).max(5), tightening: z.int().min(1).max(5) }),
  deidentification: Deidentification,
  vocabularies: z.record(Name, Vocabulary),
  fields: z.array(Field).min(1),
  disclosure: Disclosure,
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;
