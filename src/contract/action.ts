import { z } from 'zod';
import {
  canonicalJson,
  fromBase64,
  fromBase64Url,
  LIMITS,
  publicKeyOf,
  sign,
  toBase64Url,
  utf8ToBytes,
  verifySignature,
} from '../base/index.ts';
import { Hash, Id, PublicKey } from './ids.ts';
import { jsonWithin } from './shape.ts';

/** What a person may do at a site. */
export const Role = z.enum(['steward', 'privacy-officer', 'auditor', 'operator', 'researcher', 'reviewer']);
export type Role = z.infer<typeof Role>;

/** What a freeze stops: everything, a project, or a person's questions. */
export const FreezeScope = z.string().regex(/^(node|(project|analyst):[a-z0-9][a-z0-9-]{0,62})$/);

/** How long a log was and what it held: root in base64. */
const LogState = z.strictObject({
  size: z.int().nonnegative(),
  root: z.string().refine((text) => fromBase64(text)?.length === 32),
});

/** A log lost what witnesses saw (`lost`), and goes on from what it kept. */
export const RecoveryBody = z.strictObject({ lost: LogState, kept: LogState });
export type RecoveryBody = z.infer<typeof RecoveryBody>;

/** The id of an action: 32 hex digits. */
const ActionId = z.string().regex(/^[0-9a-f]{32}$/);

const BODIES = {
  /** More (or, negative, less) budget on a meter; ε as a decimal string. */
  grant: z.strictObject({ meter: z.string().max(200), epsilon: z.string().regex(/^-?(0|[1-9]\d{0,3})(\.\d{1,9})?$/) }),
  freeze: z.strictObject({ scope: FreezeScope }),
  unfreeze: z.strictObject({ scope: FreezeScope }),
  /** A policy version that may come into force at a start. */
  policy: z.strictObject({ name: z.string().max(200), deidentification: Hash, disclosure: Hash }),
  recovery: RecoveryBody,
  /** With `site`: a named officer of another site, who sees public facts only. */
  enrol: z.strictObject({ person: Id, key: PublicKey, roles: z.array(Role).min(1), site: Id.optional() }),
  dismiss: z.strictObject({ person: Id }),
  /** Ends a pending action for good. */
  decline: z.strictObject({ action: ActionId }),
} as const;

const common = {
  version: z.literal(1),
  id: ActionId,
  site: Id,
  reason: z.string().min(10).max(400),
  /** Milliseconds since 1970-01-01 UTC. */
  expires: z.int().positive(),
};

/** Something that people of a site decide, each by their signature. */
export const Action = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('grant'), body: BODIES.grant }),
  z.strictObject({ ...common, kind: z.literal('freeze'), body: BODIES.freeze }),
  z.strictObject({ ...common, kind: z.literal('unfreeze'), body: BODIES.unfreeze }),
  z.strictObject({ ...common, kind: z.literal('policy'), body: BODIES.policy }),
  z.strictObject({ ...common, kind: z.literal('recovery'), body: BODIES.recovery }),
  z.strictObject({ ...common, kind: z.literal('enrol'), body: BODIES.enrol }),
  z.strictObject({ ...common, kind: z.literal('dismiss'), body: BODIES.dismiss }),
  z.strictObject({ ...common, kind: z.literal('decline'), body: BODIES.decline }),
]);
export type Action = z.infer<typeof Action>;

/** An action with the signatures that it has so far: over its RFC 8785 text, by people's Ed25519 keys. */
export const SignedAction = z.strictObject({
  action: z.string().min(2).max(LIMITS.actionBytesMax),
  signatures: z.array(z.strictObject({ key: PublicKey, signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) })).max(8),
});
export type SignedAction = z.infer<typeof SignedAction>;

/** An action that was read, with the keys that signed it: different ones, base64url. */
export interface ReadAction {
  readonly action: Action;
  readonly signers: readonly string[];
}

/** Begins an action: without signatures yet. */
export function draftAction(action: Action): SignedAction {
  return { action: canonicalJson(Action.parse(action)), signatures: [] };
}

/** Adds a signature; the same key's own takes the place of an earlier one. */
export function signAction({ action, signatures }: SignedAction, secretKey: Uint8Array): SignedAction {
  const key = toBase64Url(publicKeyOf(secretKey));
  const signature = toBase64Url(sign(signedBytes(action), secretKey));
  return { action, signatures: [...signatures.filter((one) => one.key !== key), { key, signature }] };
}

/** Reads an action; `undefined` when its text is no action in canonical form, or any signature doesn't fit. */
export function readAction({ action: text, signatures }: SignedAction): ReadAction | undefined {
  const parsed = Action.safeParse(jsonWithin(text));
  if (!parsed.success || canonicalJson(parsed.data) !== text) {
    return undefined;
  }
  const signers = signatures.flatMap(({ key, signature }) => (fits(text, key, signature) ? [key] : []));
  return signers.length === signatures.length && new Set(signers).size === signers.length
    ? { action: parsed.data, signers }
    : undefined;
}

function fits(text: string, key: string, signature: string): boolean {
  const [publicKey, bytes] = [fromBase64Url(key), fromBase64Url(signature)];
  return publicKey !== undefined && bytes !== undefined && verifySignature(bytes, signedBytes(text), publicKey);
}

function signedBytes(action: string): Uint8Array {
  return utf8ToBytes(`sfumato/action/v1\n${action}`);
}
