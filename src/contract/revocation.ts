import { z } from 'zod';
import {
  canonicalJson,
  fromBase64Url,
  isSignedBy,
  type Note,
  type NoteKey,
  parseNote,
  publicKeyOf,
  sign,
  toBase64Url,
  utf8ToBytes,
  verifySignature,
} from '../base/index.ts';
import { Id, PublicKey } from './ids.ts';
import { jsonWithin } from './shape.ts';

/** That a key signs nothing any more, as the key itself says; for good, and at every site. */
const Revocation = z.strictObject({
  version: z.literal(1),
  kind: z.literal('revocation'),
  key: PublicKey,
  /** When it was signed, in milliseconds since 1970-01-01 UTC: for people, since nothing depends on it. */
  at: z.int().positive(),
});
export type Revocation = z.infer<typeof Revocation>;

/** A revocation's RFC 8785 text with the key's own signature. */
export const SignedRevocation = z.strictObject({
  revocation: z.string().min(2).max(400),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type SignedRevocation = z.infer<typeof SignedRevocation>;

/** Signs that this key is revoked. `atMs` is the time, milliseconds since 1970-01-01 UTC. */
export function signRevocation(secretKey: Uint8Array, atMs: number): SignedRevocation {
  const key = toBase64Url(publicKeyOf(secretKey));
  const revocation = canonicalJson({ version: 1, kind: 'revocation', key, at: atMs });
  return { revocation, signature: toBase64Url(sign(signedBytes(revocation), secretKey)) };
}

/** Reads a revocation; `undefined` unless it is in canonical form and the key that it names signed it. */
export function readRevocation({ revocation: text, signature }: SignedRevocation): Revocation | undefined {
  const parsed = Revocation.safeParse(jsonWithin(text));
  const [key, bytes] = [fromBase64Url(parsed.data?.key ?? ''), fromBase64Url(signature)];
  if (parsed.data === undefined || canonicalJson(parsed.data) !== text || key === undefined || bytes === undefined) {
    return undefined;
  }
  return verifySignature(bytes, signedBytes(text), key) ? parsed.data : undefined;
}

function signedBytes(revocation: string): Uint8Array {
  return utf8ToBytes(`sfumato/revocation/v1\n${revocation}`);
}

/** What a site says to a revocation: it is on record, or (for a key that nobody here has) there is no room to keep it. */
export const RevocationReply = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('recorded'),
    site: Id,
    /** Signed by the key of the site's log (`readAcknowledgement`). */
    acknowledgement: z.string().max(2_000),
  }),
  z.strictObject({ state: z.literal('not-recorded'), site: Id }),
]);
export type RevocationReply = z.infer<typeof RevocationReply>;

const FIRST_LINE = 'sfumato/revocation-acknowledged/v1';

/** The text (of a C2SP signed-note) by which a site acknowledges a revocation: that it refuses the key from record `seq` of its log on. */
export function acknowledgementText({ site, key, seq }: Acknowledged): string {
  return `${[FIRST_LINE, site, key, seq].join('\n')}\n`;
}

/** What a site acknowledges. */
export interface Acknowledged {
  readonly site: string;
  /** Base64url. */
  readonly key: string;
  /** The number of its record, from 0. */
  readonly seq: number;
}

/** The record at which the site refuses the key; `undefined` unless `logKey` signed just that. */
export function readAcknowledgement(
  statement: string,
  wanted: Omit<Acknowledged, 'seq'>,
  logKey: NoteKey,
): number | undefined {
  const note: Note | undefined = parseNote(statement);
  const seq = Number(note?.text.split('\n')[3] ?? Number.NaN);
  const fits = note !== undefined && Number.isSafeInteger(seq) && note.text === acknowledgementText({ ...wanted, seq });
  return fits && isSignedBy(note, logKey) ? seq : undefined;
}

/** What every site said to a revocation, as the coordinator passes it on. */
export const FederatedRevocation = z.strictObject({
  sites: z.array(
    z.strictObject({
      site: z.string(),
      state: z.enum(['recorded', 'not-recorded', 'unavailable']),
      reason: z.string().optional(),
      acknowledgement: z.string().max(2_000).optional(),
    }),
  ),
});
export type FederatedRevocation = z.infer<typeof FederatedRevocation>;
