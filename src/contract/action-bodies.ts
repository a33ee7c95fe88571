import { z } from 'zod';
import { fromBase64, LIMITS } from '../base/index.ts';
import { Hash, Id, PublicKey } from './ids.ts';
import { PurposeClass } from './purpose.ts';

/** What a person may do at a site. */
export const Role = z.enum(['steward', 'privacy-officer', 'auditor', 'operator', 'researcher', 'reviewer']);
export type Role = z.infer<typeof Role>;

/** What a freeze stops: everything, a project, a person's questions, or all messages of another party. */
export const FreezeScope = z
  .string()
  .regex(
    /^(node|(project|analyst):[a-z0-9][a-z0-9-]{0,62}|link:(coordinator|site)\/[a-z0-9][a-z0-9-]{0,62})$/,
    'node, project:ID, analyst:PERSON, link:coordinator/ID or link:site/ID',
  );

/** How bad an incident is. */
export const Severity = z.enum(['low', 'medium', 'high']);
export type Severity = z.infer<typeof Severity>;

/** How long a log was and what it held: root in base64. */
const LogState = z.strictObject({
  size: z.int().nonnegative(),
  root: z.string().refine((text) => fromBase64(text)?.length === 32),
});

/** A log lost what witnesses saw (`lost`), and goes on from what it kept. */
export const RecoveryBody = z.strictObject({ lost: LogState, kept: LogState });
export type RecoveryBody = z.infer<typeof RecoveryBody>;

/** The id of an action: 32 hex digits. */
export const ActionId = z.string().regex(/^[0-9a-f]{32}$/, 'an id of 32 hex digits');

/** Milliseconds since 1970-01-01 UTC. */
const Moment = z.int().positive();
/** The members of a decision that are moments: people see them as dates. */
export const MOMENT_MEMBERS: readonly string[] = ['ends', 'expires'];
const Epsilon = z.string().regex(/^(0|[1-9]\d{0,3})(\.\d{1,9})?$/, 'a decimal number, such as 2.5');
const MoreOrLess = z.string().regex(/^-?(0|[1-9]\d{0,3})(\.\d{1,9})?$/, 'a decimal number, such as 2.5 or -2.5');
/** An approval of an ethics board, which runs out. */
const Ethics = z.strictObject({ reference: z.string().min(3).max(200), expires: Moment });
const ProjectMember = z.strictObject({ person: Id, key: PublicKey, expires: Moment.optional() });

const TERMS = {
  purpose: z.string().min(3).max(400),
  purposeClass: PurposeClass,
  /** Only these fields can be asked for in the project. */
  fields: z.array(z.string().max(100)).min(1).max(200),
  ends: Moment,
  ethics: Ethics,
  members: z.array(ProjectMember).min(1).max(50),
  /** The data-use agreement that every member signs. */
  agreement: Id,
} as const;

/** What each kind of action says. */
export const BODIES = {
  /** More (or, negative, less) budget on a meter; ε as a decimal string. */
  grant: z.strictObject({ meter: z.string().max(200), epsilon: MoreOrLess }),
  /** Opens an incident under the action's id; one that names no severity is high. */
  freeze: z.strictObject({
    scope: FreezeScope,
    severity: Severity.optional(),
    /** Whom to call: a name and how to reach them. */
    contact: z.string().min(3).max(200).optional(),
  }),
  unfreeze: z.strictObject({ scope: FreezeScope }),
  /** What was found or done about an incident; `corrective` when it is what keeps it from happening again. */
  note: z.strictObject({ incident: ActionId, text: z.string().min(10).max(2_000), corrective: z.boolean() }),
  close: z.strictObject({ incident: ActionId }),
  /** A policy version that may come into force; `from` names the one that it takes the place of, when it is a tightening of that. */
  policy: z.strictObject({
    name: z.string().max(200),
    deidentification: Hash,
    disclosure: Hash,
    /** The policy in force when this was signed, by both its hashes. */
    from: z.strictObject({ name: z.string().max(200), deidentification: Hash, disclosure: Hash }).optional(),
  }),
  recovery: RecoveryBody,
  /** With `site`: a named officer of another site, who sees public facts only. */
  enrol: z.strictObject({ person: Id, key: PublicKey, roles: z.array(Role).min(1), site: Id.optional() }),
  dismiss: z.strictObject({ person: Id }),
  /** Ends a pending action for good. */
  decline: z.strictObject({ action: ActionId }),
  /** A project as it is applied for, with the budget that it asks for itself and for each member. */
  project: z.strictObject({
    project: Id,
    ...TERMS,
    epsilon: z.strictObject({ project: Epsilon, analyst: Epsilon }),
  }),
  /** New terms of a project: those that are named. */
  amend: z
    .strictObject({ project: Id, ...TERMS })
    .partial()
    .required({ project: true })
    .refine((terms) => Object.keys(terms).length > 1),
  /** Ends a project for good. */
  end: z.strictObject({ project: Id }),
  /** A data-use text: the first of its name, or the version that takes the place of the one before. */
  agreement: z.strictObject({ agreement: Id, text: z.string().min(50).max(LIMITS.agreementCharactersMax) }),
  /** A member's signature under the text with this hash. */
  agree: z.strictObject({ agreement: Id, person: Id, hash: Hash }),
  /** A key that is never accepted again, for anything. */
  revoke: z.strictObject({ key: PublicKey }),
} as const;
