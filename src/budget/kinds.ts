import { z } from 'zod';
import { LIMITS } from '../base/index.ts';
import { Collapse, Hash, Id as Name, PublicKey, RefusalCode } from '../contract/index.ts';
import { type Accountant, DELTA_FORM, type Loss, type MechanismFacts } from '../privacy/index.ts';
import { MeterId } from './meter-id.ts';

// The bodies of the records that budgets and answers consist of. Amounts are integers as decimal strings, by their unit.

const Id = z.string().regex(/^[0-9a-f]{32}$/);
const Nano = z.string().regex(/^[1-9]\d{0,24}$/);

/** Whose request it is: ids belong to a key and a project; `textHash` is of the exact signed text. */
export const RequestRef = z.strictObject({
  key: PublicKey,
  project: Name,
  id: Id,
  textHash: Hash,
  /** Which attempt at a total it is; each is charged by itself. */
  attempt: z.int().min(1).max(LIMITS.attemptsMax).optional(),
});
export type RequestRef = z.infer<typeof RequestRef>;

/** How the site counts losses where it isn't in pure ε: recorded before anything is granted. */
export const AccountantBody = z.strictObject({ kind: z.literal('zcdp'), delta: z.string().regex(DELTA_FORM) });
export type AccountantBody = z.infer<typeof AccountantBody>;

const Amount = z.string().regex(/^(0|[1-9]\d{0,39})$/);

/** A loss by the names of its units: nano-ε alone, or atto-ρ and atto-δ. */
export const LossBody = z.strictObject({
  nanoEpsilon: Amount.optional(),
  attoRho: Amount.optional(),
  attoDelta: Amount.optional(),
});
export type LossBody = z.infer<typeof LossBody>;

/** A loss as a record has it. */
export function lossBody({ units }: Accountant, loss: Loss): LossBody {
  return Object.fromEntries(units.map((unit, at) => [unit, String(loss[at] ?? 0n)]));
}

/** A loss that a record has; `undefined` when it is of another accountant. */
export function lossOf({ units }: Accountant, body: LossBody): Loss | undefined {
  const amounts = units.flatMap((unit) => body[unit] ?? []);
  return amounts.length === units.length && Object.keys(body).length === units.length ? amounts.map(BigInt) : undefined;
}

/** More for a meter, or (negative) less. A cap is what the sum of its grants lets spend. */
export const GrantBody = z.strictObject({
  meter: MeterId,
  nanoEpsilon: z.string().regex(/^-?[1-9]\d{0,24}$/),
  /** The action of people that gave it; none for a first cap, which the configuration gives. */
  action: Id.optional(),
});
export type GrantBody = z.infer<typeof GrantBody>;

const Bound = z.string().regex(/^[1-9]\d{0,79}$/);

/** What is added to which integers, and at which share of the cost: the pieces in their order. */
const MechanismBody = z.strictObject({
  name: z.string(),
  pieces: z
    .array(
      z.strictObject({ length: z.int().positive(), sensitivity: Bound, sensitivitySquared: Bound, nanoEpsilon: Nano }),
    )
    .min(1),
});
export type MechanismBody = z.infer<typeof MechanismBody>;

/** A mechanism as a record has it. */
export function mechanismBody({ name, pieces }: MechanismFacts): MechanismBody {
  return {
    name,
    pieces: pieces.map(({ length, sensitivity, sensitivitySquared, nanoEpsilon }) => ({
      length,
      sensitivity: sensitivity.toString(),
      sensitivitySquared: sensitivitySquared.toString(),
      nanoEpsilon: nanoEpsilon.toString(),
    })),
  };
}

/** What a request costs is set aside on all of its meters. */
export const ReserveBody = z.strictObject({
  reservation: Id,
  request: RequestRef,
  question: Hash,
  meters: z.array(MeterId).min(1),
  nanoEpsilon: Nano,
  mechanism: MechanismBody,
  snapshot: z.string().min(1).max(200),
  policy: z.string().min(1).max(200),
  /** The round of masking that it is for, once and for all, and the nonce by which the round is asked for again. */
  round: z.strictObject({ hash: Hash, nonce: Id }).optional(),
});
/** What it costs follows from the mechanism and the way of counting; `nanoEpsilon` is the ε that was signed. */
export type ReserveBody = z.infer<typeof ReserveBody>;

/**
 * An interrupted reservation runs once more: at no further cost, or `charged` once more where another copy of the site may have
 * spent what was set aside.
 */
export const ResumeBody = z.strictObject({
  reservation: Id,
  attempt: z.int().min(1).max(LIMITS.resumptionsMax),
  charged: z.literal(true).optional(),
});
export type ResumeBody = z.infer<typeof ResumeBody>;

/** The one answer of a reservation: its digest in clear, itself sealed, so that it can be erased with the key. */
export const CommitBody = z.strictObject({
  reservation: Id,
  state: z.enum(['released', 'masked', 'refused']),
  nanoEpsilon: Nano,
  digest: Hash,
  sealedUnder: z.string().regex(/^[0-9a-f]{16}$/),
  /** Base64url; its form shows when it is opened. */
  sealed: z.string().min(1),
});
export type CommitBody = z.infer<typeof CommitBody>;

/** Nothing ran: what was set aside is free again. */
export const VoidBody = z.strictObject({ reservation: Id });
export type VoidBody = z.infer<typeof VoidBody>;

/** What another copy of the site may have spent counts as spent, whatever the caps: see the node's guard. */
export const WriteOffBody = z.strictObject({
  cause: z.enum(['open-lease', 'recovery']),
  /** The incarnation whose lease it was. */
  lease: Id.optional(),
  meters: z.array(z.strictObject({ meter: MeterId, ...LossBody.shape })).min(1),
});
export type WriteOffBody = z.infer<typeof WriteOffBody>;

/** A request was served the stored answer of another one, perhaps a finer table to be added up, and will be again. */
export const ReplayBody = z.strictObject({ request: RequestRef, reservation: Id, collapse: Collapse.optional() });
export type ReplayBody = z.infer<typeof ReplayBody>;

/** A request was refused. What it asked for is not repeated here: it may name anything. */
export const RefuseBody = z.strictObject({ request: RequestRef.nullable(), code: RefusalCode, digest: Hash });
