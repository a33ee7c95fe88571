import { z } from 'zod';
import { QUARANTINE_REASONS, SKIP_REASONS } from '../reasons.table.ts';

// What passes between the process that ingests and the children that parse. Raw values never do.

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

/** What became of one file. */
export const FileOutcome = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('stored'), row: StagedRow }),
  /** An instance of a series whose values come from another one; with a reason, its own values couldn't be read. */
  z.strictObject({
    state: z.literal('counted'),
    instance: StagedInstance,
    unread: z.enum(QUARANTINE_REASONS).optional(),
  }),
  z.strictObject({ state: z.literal('skipped'), reason: z.enum(SKIP_REASONS) }),
  z.strictObject({ state: z.literal('quarantined'), reason: z.enum(QUARANTINE_REASONS) }),
]);
export type FileOutcome = z.infer<typeof FileOutcome>;

/** What a child needs before its first file. */
export const Setup = z.strictObject({
  kind: z.literal('setup'),
  /** The policy document as JSON. */
  policy: z.string(),
  /** The site's pseudonym key: 64 hex digits. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Setup = z.infer<typeof Setup>;

/** To a child: the setup once, then one batch after the other, each when the one before is answered. */
export const ToChild = z.discriminatedUnion('kind', [
  Setup,
  z.strictObject({ kind: z.literal('batch'), paths: z.array(z.string()).min(1) }),
]);

/** From a child: ready once, then one outcome per path, in order, a few at a time. */
export const FromChild = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('outcomes'), outcomes: z.array(FileOutcome).min(1) }),
]);
export type FromChild = z.infer<typeof FromChild>;
