import { z } from 'zod';
import { WAY_FAULTS } from '../../base/index.ts';
import { PRIVATE_CREATORS } from '../private-creators.table.ts';
import { NO_TEXT, QUARANTINE_REASONS, SKIP_REASONS, TABLE_FAULTS } from '../reasons.table.ts';

// What passes between the process that ingests and the children that read. Raw values never do.

const Pseudonym = z.string().regex(/^[0-9a-f]{32}$/);

const StagedInstance = z.strictObject({
  patient: Pseudonym,
  study: Pseudonym,
  series: Pseudonym,
  instance: Pseudonym,
});

const StagedRow = z.strictObject({
  ...StagedInstance.shape,
  values: z.record(z.string(), z.int()),
  device: Pseudonym.optional(),
  day: z.int().min(0).optional(),
  instances: z.int().positive().optional(),
});

/** What became of one header, or of something in which a header was looked for. */
export const Outcome = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('stored'),
    row: StagedRow,
    /** Whose private elements were dropped. */
    creators: z.array(z.enum(PRIVATE_CREATORS)).readonly().optional(),
  }),
  /** An instance of a series whose values come from another one; with a reason, its own values couldn't be read. */
  z.strictObject({
    state: z.literal('counted'),
    instance: StagedInstance,
    unread: z.enum(QUARANTINE_REASONS).optional(),
    row: z.int().positive().optional(),
  }),
  z.strictObject({ state: z.literal('skipped'), reason: z.enum(SKIP_REASONS) }),
  z.strictObject({
    state: z.literal('quarantined'),
    reason: z.enum(QUARANTINE_REASONS),
    /** In a table: which of its rows, from 1. */
    row: z.int().positive().optional(),
  }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** Something to read: a file, what of a file counts without its values, a series of the server that the setup names, or a table. */
export const Task = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  z.strictObject({ kind: z.literal('look'), path: z.string() }),
  z.strictObject({ kind: z.literal('series'), study: z.string(), series: z.string() }),
  z.strictObject({
    kind: z.literal('table'),
    path: z.string(),
    format: z.enum(['csv', 'parquet']),
    /** How many of its rows were staged before; those after them are told. */
    from: z.int().min(0),
    /** How many of those could not be taken. */
    refused: z.int().min(0),
  }),
]);
export type Task = z.infer<typeof Task>;

/** What a table turned out to be, told before its first row, and again while a large one is looked at. */
export const TableFacts = z.strictObject({
  rows: z.int().min(0),
  isEstimated: z.boolean(),
  /** Names of columns that the policy reads nothing from. */
  ignored: z.array(z.string()),
});
export type TableFacts = z.infer<typeof TableFacts>;

/** Why neither a task nor those after it can be done. */
export const Obstacle = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unreachable'), fault: z.enum(WAY_FAULTS).optional() }),
  z.strictObject({
    kind: z.literal('table'),
    fault: z.enum(TABLE_FAULTS),
    /** The columns that a table lacks, and of its own the one whose name is nearest to each. */
    missing: z.array(z.strictObject({ name: z.string(), nearest: z.string().optional() })).optional(),
    /** The columns of which there are several of one name. */
    twice: z.array(z.string()).optional(),
    /** The columns of identifiers that aren't text, and what they are instead. */
    notText: z.array(z.strictObject({ name: z.string(), what: z.enum(NO_TEXT) })).optional(),
    /** The first line that shows the fault. */
    line: z.int().positive().optional(),
  }),
]);
export type Obstacle = z.infer<typeof Obstacle>;

/** How the server of `series` tasks is reached; a `Server` of json/. */
const SeriesServer = z.strictObject({
  base: z.string(),
  authorization: z.string().optional(),
  replyMsMax: z.number().positive(),
  retryMs: z.number().min(0),
});

/** What a child needs before its first task. */
export const Setup = z.strictObject({
  kind: z.literal('setup'),
  /** The policy document as JSON. */
  policy: z.string(),
  /** The site's pseudonym key: 64 hex digits. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  server: SeriesServer.optional(),
});
export type Setup = z.infer<typeof Setup>;

/**
 * To a child: the setup once, then one batch after the other, each when the one before is answered, and `more` whenever
 * what it told of a task that hasn't ended was taken.
 */
export const ToChild = z.discriminatedUnion('kind', [
  Setup,
  z.strictObject({ kind: z.literal('batch'), tasks: z.array(Task).min(1) }),
  z.strictObject({ kind: z.literal('more') }),
]);
export type ToChild = z.infer<typeof ToChild>;

/** Outcomes of the task whose turn it is; the next result is of the next task when this one has `ended`. */
const Result = z.strictObject({ outcomes: z.array(Outcome), ended: z.boolean() });
export type Result = z.infer<typeof Result>;

/** From a child: ready once, then results in the order of the tasks, a few at a time. An obstacle ends the batch. */
export const FromChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('results'), results: z.array(Result).min(1) }),
  z.strictObject({ kind: z.literal('table'), facts: TableFacts }),
  z.strictObject({ kind: z.literal('obstacle'), obstacle: Obstacle }),
]);
export type FromChild = z.infer<typeof FromChild>;
