import { z } from 'zod';
import {
  canonicalJson,
  fromBase64Url,
  LIMITS,
  publicKeyOf,
  sign,
  toBase64Url,
  utf8ToBytes,
  verifySignature,
} from '../base/index.ts';
import { ActionId, BODIES } from './action-bodies.ts';
import { Id, PublicKey } from './ids.ts';
import { jsonWithin } from './shape.ts';

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
  z.strictObject({ ...common, kind: z.literal('note'), body: BODIES.note }),
  z.strictObject({ ...common, kind: z.literal('close'), body: BODIES.close }),
  z.strictObject({ ...common, kind: z.literal('policy'), body: BODIES.policy }),
  z.strictObject({ ...common, kind: z.literal('recovery'), body: BODIES.recovery }),
  z.strictObject({ ...common, kind: z.literal('enrol'), body: BODIES.enrol }),
  z.strictObject({ ...common, kind: z.literal('dismiss'), body: BODIES.dismiss }),
  z.strictObject({ ...common, kind: z.literal('decline'), body: BODIES.decline }),
  z.strictObject({ ...common, kind: z.literal('project'), body: BODIES.project }),
  z.strictObject({ ...common, kind: z.literal('amend'), body: BODIES.amend }),
  z.strictObject({ ...common, kind: z.literal('end'), body: BODIES.end }),
  z.strictObject({ ...common, kind: z.literal('agreement'), body: BODIES.agreement }),
  z.strictObject({ ...common, kind: z.literal('agree'), body: BODIES.agree }),
  z.strictObject({ ...common, kind: z.literal('revoke'), body: BODIES.revoke }),
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
