import { bytesToHex, fromBase64, LIMITS, toBase64, utf8ToBytes, type Verifier } from '../../base/index.ts';
import { contentDigest } from './content-digest.ts';
import { fieldOf } from './http-message.ts';
import {
  type Component,
  type Covering,
  type SignatureParameters,
  signatureBase,
  signatureInput,
} from './signature-base.ts';

/** The one label, algorithm and tag of signatures here. The tag carries the version of the link. */
const TAG = 'sfumato-link-v1';
const LABEL = 'sfumato';
const SIGNATURE_BYTES = 64;

/** What the signature of a request covers. */
export const OF_REQUEST: readonly Component[] = [
  { name: '@method' },
  { name: '@target-uri' },
  { name: 'content-digest' },
  { name: 'content-type' },
  { name: 'idempotency-key' },
  { name: 'date' },
];

/** What the signature of a response covers: its own content, and the very request that it answers. */
export const OF_RESPONSE: readonly Component[] = [
  { name: '@status' },
  { name: 'content-digest' },
  { name: 'content-type' },
  { name: 'date' },
  { name: '@method', req: true },
  { name: '@target-uri', req: true },
  { name: 'content-digest', req: true },
  { name: 'idempotency-key', req: true },
  { name: 'signature', req: true },
];

/** Why a message is refused. The sender is told none of it. */
export type MessageFault =
  | 'malformed'
  | 'wrong-digest'
  | 'unknown-key'
  | 'wrong-receiver'
  | 'bad-signature'
  | 'not-now'
  | 'replayed'
  | 'unreadable';

/** The id of a signing key, as signatures carry it: all of its bytes, so that nothing is looked up by a part of them. */
export function keyIdOf({ signing }: { readonly signing: Uint8Array }): string {
  return bytesToHex(signing);
}

/** Parameters of a signature made at `nowMs`. */
export function parametersAt(nowMs: number, { nonce, keyid }: { nonce: string; keyid: string }): SignatureParameters {
  const created = Math.floor(nowMs / 1_000);
  return { created, expires: created + LIMITS.linkValidityMs / 1_000, nonce, alg: 'ed25519', keyid, tag: TAG };
}

/** The two fields that a signature adds. */
export function signatureFields(covering: Covering, signature: Uint8Array): readonly (readonly [string, string])[] {
  return [
    ['signature-input', `${LABEL}=${signatureInput(covering)}`],
    ['signature', `${LABEL}=:${toBase64(signature)}:`],
  ];
}

/** A signature as it stands in a message: its parameters, all of them there, and its bytes. */
export interface ReadSignature {
  readonly parameters: Required<SignatureParameters>;
  readonly signature: Uint8Array;
}

const SIGNATURE = new RegExp(`^${LABEL}=:([A-Za-z0-9+/=]{88}):$`);
const PARAMETERS = new RegExp(
  `^;created=(\\d{1,12});expires=(\\d{1,12});nonce="([A-Za-z0-9_-]{22})";alg="ed25519";keyid="([0-9a-f]{64})";tag="${TAG}"$`,
);

/**
 * Reads the signature of a message. There is one accepted form: these components in this order, these parameters, this label, one
 * signature. A general parser of structured fields would accept more than is wanted.
 */
export function readSignature({
  message,
  components,
}: Pick<Covering, 'message' | 'components'>): ReadSignature | undefined {
  const input = fieldOf(message.fields, 'signature-input') ?? '';
  const covered = `${LABEL}=${signatureInput({ components, parameters: {} })}`;
  const read = input.startsWith(covered) ? PARAMETERS.exec(input.slice(covered.length)) : null;
  const [, encoded] = SIGNATURE.exec(fieldOf(message.fields, 'signature') ?? '') ?? [];
  const signature = fromBase64(encoded ?? '');
  if (read === null || signature?.length !== SIGNATURE_BYTES) {
    return undefined;
  }
  const [, created, expires, nonce = '', keyid = ''] = read;
  const parameters = {
    created: Number(created),
    expires: Number(expires),
    nonce,
    alg: 'ed25519',
    keyid,
    tag: TAG,
  } as const;
  return { parameters, signature };
}

/** Whether a message was made and may be used now: 60 s from its making, and 30 s of difference between two clocks. */
export function isNow({ created, expires }: { created: number; expires: number }, nowMs: number): boolean {
  const { linkValidityMs, linkSkewMs } = LIMITS;
  const validMs = (expires - created) * 1_000;
  return (
    validMs > 0 &&
    validMs <= linkValidityMs &&
    created * 1_000 <= nowMs + linkSkewMs &&
    expires * 1_000 > nowMs - linkSkewMs
  );
}

/** Whether the body is the one that the digest names. */
export function hasItsDigest({ fields, body }: Covering['message']): boolean {
  return fieldOf(fields, 'content-digest') === contentDigest(body);
}

/** Whether the signature over what is covered is by the key of `verify`. */
export function isSigned(covering: Covering, signature: Uint8Array, verify: Verifier): boolean {
  const base = signatureBase(covering);
  return base !== undefined && verify(signature, utf8ToBytes(base));
}
