import { z } from 'zod';
import {
  canonicalJson,
  fromBase64Url,
  hashText,
  type Json,
  LIMITS,
  sign,
  toBase64Url,
  toUtf8,
  utf8ToBytes,
  verifySignature,
} from '../base/index.ts';
import { Id, PublicKey } from './ids.ts';
import { PROTOCOL } from './protocol.ts';
import { Draft, Query } from './query.ts';
import { jsonWithin } from './shape.ts';

/** What an analyst signs. `expires` is a time in milliseconds since 1970-01-01 UTC; `key` is the public key, base64url. */
export const Request = z.strictObject({
  version: z.literal(PROTOCOL),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  project: Id,
  key: PublicKey,
  sites: z.array(Id).min(1).max(LIMITS.sitesMax),
  minSites: z.int().min(1).max(LIMITS.sitesMax),
  /** How often a total may be tried for, each time at the full cost; other questions are tried once. */
  maxAttempts: z.int().min(1).max(LIMITS.attemptsMax),
  /** Only the total over all sites named is wanted: no site gives a number of its own. */
  release: z.literal('total').optional(),
  /** How losses are counted where ε is what an accuracy takes; a site that counts otherwise refuses. */
  accountant: z.enum(['pure', 'zcdp']).optional(),
  policy: z.string().regex(/^[a-z0-9-]+@\d+\.\d+\.\d+$/),
  expires: z.int().positive(),
  query: Query,
});
export type Request = z.infer<typeof Request>;

/** The same around a draft, for a dry run. */
export const DraftRequest = z.strictObject({ ...Request.shape, query: Draft });
export type DraftRequest = z.infer<typeof DraftRequest>;

/** What a signature is for. The header says it, so a dry run can't be replayed as a question. */
interface Purposes {
  readonly question: Request;
  readonly 'dry-run': DraftRequest;
}
/** `question` or `dry-run`. */
export type Purpose = keyof Purposes;

const SCHEMAS: { readonly [P in Purpose]: z.ZodType<Purposes[P]> } = { question: Request, 'dry-run': DraftRequest };

const HEADERS: Readonly<Record<Purpose, string>> = {
  question: canonicalJson({ alg: 'EdDSA', typ: 'sfumato-question+jws' }),
  'dry-run': canonicalJson({ alg: 'EdDSA', typ: 'sfumato-dry-run+jws' }),
};

/** How many values a request holds at most; its sites are some of them. */
const NODES_MAX = LIMITS.requestNodesMax + LIMITS.sitesMax;

/** Why a draft can't be signed in a form that anybody reads, as `readRequest` bounds it; `undefined` where it can. */
export function tooLarge(request: DraftRequest): string | undefined {
  const most = `${NODES_MAX} values, ${LIMITS.requestDepthMax} levels deep and ${LIMITS.requestBytesMax / 1_024} KiB long`;
  return jsonWithin(canonicalJson(DraftRequest.parse(request)), NODES_MAX) === undefined
    ? `The question is too large: with its sites and years it is at most ${most}; name fewer values or conditions, by a range for instance, or ask in several.`
    : undefined;
}

/** A request whose form is right; its signature isn't checked yet. */
export interface Received<P extends Purpose> {
  readonly request: Purposes[P];
  /** SHA-256 of the exact text received: two deliveries are the same request when this is equal. */
  readonly textHash: string;
  /** Whether the key that the request names signed the bytes received. */
  readonly signed: () => boolean;
}

/** Signs a request as a compact JWS (RFC 7515, EdDSA of RFC 8037) over its RFC 8785 bytes; sites are sorted first. */
export function signRequest<P extends Purpose>(purpose: P, request: Purposes[P], secretKey: Uint8Array): string {
  const payload = canonicalJson(SCHEMAS[purpose].parse({ ...request, sites: [...request.sites].sort() }));
  const signed = `${toBase64Url(utf8ToBytes(HEADERS[purpose]))}.${toBase64Url(utf8ToBytes(payload))}`;
  return `${signed}.${toBase64Url(sign(utf8ToBytes(signed), secretKey))}`;
}

/** Reads a compact JWS made by `signRequest` for `purpose`; `undefined` when any part of its form is wrong. */
export function readRequest<P extends Purpose>(purpose: P, text: string): Received<P> | undefined {
  const parts = text.length <= LIMITS.requestBytesMax * 2 ? text.split('.') : [];
  const [header, payload, signature] = parts.map((part) => fromBase64Url(part));
  if (parts.length !== 3 || !header || !payload || !signature || toUtf8(header) !== HEADERS[purpose]) {
    return undefined;
  }
  const request = parsePayload(SCHEMAS[purpose], payload);
  const publicKey = request === undefined ? undefined : fromBase64Url(request.key);
  if (request === undefined || publicKey === undefined) {
    return undefined;
  }
  const signed = utf8ToBytes(text.slice(0, text.lastIndexOf('.')));
  const textHash = hashText('sfumato/request/v1', text);
  return Object.freeze({ request, textHash, signed: () => verifySignature(signature, signed, publicKey) });
}

function parsePayload<P extends { sites: string[] }>(schema: z.ZodType<P>, payload: Uint8Array): P | undefined {
  const text = toUtf8(payload);
  const json = text === undefined ? undefined : jsonWithin(text, NODES_MAX);
  const parsed = json === undefined ? undefined : schema.safeParse(json);
  if (!parsed?.success || !isSortedOnce(parsed.data.sites)) {
    return undefined;
  }
  // Only canonical bytes are accepted, so one request has one text.
  return canonicalJson(json as Json) === text ? parsed.data : undefined;
}

function isSortedOnce(sites: readonly string[]): boolean {
  return sites.every((site, at) => at === 0 || (sites[at - 1] ?? '') < site);
}
