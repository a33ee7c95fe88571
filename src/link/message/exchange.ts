import { type Entropy, hexToBytes, randomBytes, randomId, toBase64Url, utf8ToBytes } from '../../base/index.ts';
import { type LinkIdentity, openerFor, peerOf, signerFor } from '../identity/identity.ts';
import { fingerprintOf, type Peer, peerId, verifierFor } from '../identity/peer.ts';
import { contentDigest } from './content-digest.ts';
import { fieldOf, type HttpRequest, type HttpResponse } from './http-message.ts';
import { type Content, padded, unpadded } from './padding.ts';
import { type Opening, openBox, sealTo } from './sealed-box.ts';
import { type Covering, signatureBase } from './signature-base.ts';
import {
  hasItsDigest,
  isNow,
  isSigned,
  keyIdOf,
  type MessageFault,
  OF_REQUEST,
  OF_RESPONSE,
  parametersAt,
  type ReadSignature,
  readSignature,
  signatureFields,
} from './terms.ts';

const CONTENT_TYPE = 'application/vnd.sfumato.sealed';
const NONCE_BYTES = 16;

/** The fields of a response in their order; a request has one more. Nothing else may stand in a message: it wouldn't be signed. */
const FIELDS = ['content-type', 'content-digest', 'date', 'signature-input', 'signature'];
const REQUEST_FIELDS = FIELDS.toSpliced(3, 0, 'idempotency-key');

/** What messages are made with. */
export interface Maker {
  readonly self: LinkIdentity;
  readonly entropy: Entropy;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly nowMs: () => number;
}

/** A request that was read: who sent it, what it says, and what its answer is bound to. */
export interface ReadRequest {
  readonly peer: Peer;
  readonly content: Content;
  readonly id: string;
}

/** The target of a request: it names the receiving party and not an address, since proxies rewrite addresses. `.invalid` resolves nowhere. */
function targetOf({ role, name }: Pick<Peer, 'role' | 'name'>): string {
  return `https://${name}.${role}.sfumato.invalid/v1`;
}

/** What a box is bound to: what it is, from whom and to whom by name and enrolled keys, and its exchange. */
function headerOf(kind: 'request' | 'response', { from, to, id }: { from: Peer; to: Peer; id: string }): string {
  const party = (peer: Peer): string => `${peerId(peer)} ${fingerprintOf(peer)}`;
  return ['sfumato-envelope v1', kind, party(from), party(to), id].join('\n');
}

/** A sealed and signed request to `to`; `undefined` when the content is too long. */
export function makeRequest(maker: Maker, to: Peer, content: Content): HttpRequest | undefined {
  const id = randomId(maker.entropy);
  const plain = padded(content);
  const header = headerOf('request', { from: peerOf(maker.self), to, id });
  const body = plain && sealTo(plain, { to: to.opening, header }, maker.entropy);
  if (body === undefined) {
    return undefined;
  }
  const fields = [...contentFields(body, maker.nowMs()), ['idempotency-key', `"${id}"`] as const];
  const message: HttpRequest = { method: 'POST', target: targetOf(to), fields, body };
  return signed(maker, { message, components: OF_REQUEST });
}

/** The sealed and signed response to a request that was read. */
export function makeResponse(
  maker: Maker,
  { peer: to, id }: ReadRequest,
  { request, content }: { request: HttpRequest; content: Content },
): HttpResponse | undefined {
  const plain = padded(content);
  const header = headerOf('response', { from: peerOf(maker.self), to, id });
  const body = plain && sealTo(plain, { to: to.opening, header }, maker.entropy);
  if (body === undefined) {
    return undefined;
  }
  const message: HttpResponse = { status: 200, fields: contentFields(body, maker.nowMs()), body };
  return signed(maker, { message, request, components: OF_RESPONSE });
}

/** How a party reads requests to itself. */
export interface Reader extends Maker {
  /** The party whose signing key this is, by all of its digits. */
  readonly peerOfKey: (keyId: string) => Peer | undefined;
  /** Uses a nonce up; false when it was used before. Durable once it resolves. */
  readonly claim: (nonce: string, untilMs: number) => Promise<boolean>;
}

/** Reads a request: form, digest, sender, receiver, signature, time and nonce, and only then what it says. */
export async function readRequest(reader: Reader, message: HttpRequest): Promise<ReadRequest | MessageFault> {
  const read = readSignature({ message, components: OF_REQUEST });
  const [, id] = /^"([0-9a-f]{32})"$/.exec(fieldOf(message.fields, 'idempotency-key') ?? '') ?? [];
  if (read === undefined || id === undefined || !hasForm(message, REQUEST_FIELDS)) {
    return 'malformed';
  }
  const { keyid, nonce, expires } = read.parameters;
  const peer = senderOf(reader, message, { ...read, isWhole: true });
  if (typeof peer === 'string') {
    return peer;
  }
  if (!(await reader.claim(`${keyid}.${nonce}`, expires * 1_000))) {
    return 'replayed';
  }
  const header = headerOf('request', { from: peer, to: peerOf(reader.self), id });
  const content = opened(message.body, { opener: openerFor(reader.self), header });
  return content === undefined ? 'unreadable' : { peer, content, id };
}

/**
 * What is wrong with a request whose body isn't there yet. Its signature covers the body's digest and all of its head, so the head alone
 * tells who sent it: a body is held of who signed that it is coming, and not of who names somebody's key.
 */
export function faultOfHead(reader: Reader, head: HttpRequest): MessageFault | undefined {
  const read = readSignature({ message: head, components: OF_REQUEST });
  if (read === undefined || !hasForm(head, REQUEST_FIELDS)) {
    return 'malformed';
  }
  const peer = senderOf(reader, head, { ...read, isWhole: false });
  return typeof peer === 'string' ? peer : undefined;
}

/** The public key under which a message says that it is signed, base64url; nobody has checked that, so it names who may have sent it. */
export function claimedKey(message: HttpRequest): string | undefined {
  const keyId = readSignature({ message, components: OF_REQUEST })?.parameters.keyid;
  return keyId === undefined ? undefined : toBase64Url(hexToBytes(keyId));
}

function senderOf(
  reader: Reader,
  message: HttpRequest,
  { parameters, signature, isWhole }: ReadSignature & { readonly isWhole: boolean },
): Peer | MessageFault {
  // What costs least comes first: a stranger's long body is not even hashed.
  const peer = reader.peerOfKey(parameters.keyid);
  if (peer === undefined) {
    return 'unknown-key';
  }
  if (message.method !== 'POST' || message.target !== targetOf(reader.self)) {
    return 'wrong-receiver';
  }
  if (isWhole && !hasItsDigest(message)) {
    return 'wrong-digest';
  }
  if (!isSigned({ message, components: OF_REQUEST, parameters }, signature, verifierFor(peer))) {
    return 'bad-signature';
  }
  return isNow(parameters, reader.nowMs()) ? peer : 'not-now';
}

/** Reads the response to a request that this party sent to `from`. */
export function readResponse(
  maker: Maker,
  from: Peer,
  { request, message }: { request: HttpRequest; message: HttpResponse },
): Content | MessageFault {
  const read = readSignature({ message, components: OF_RESPONSE });
  if (read === undefined || message.status !== 200 || !hasForm(message, FIELDS)) {
    return 'malformed';
  }
  const { parameters, signature } = read;
  if (!hasItsDigest(message)) {
    return 'wrong-digest';
  }
  if (parameters.keyid !== keyIdOf(from)) {
    return 'unknown-key';
  }
  if (!isSigned({ message, request, components: OF_RESPONSE, parameters }, signature, verifierFor(from))) {
    return 'bad-signature';
  }
  if (!isNow(parameters, maker.nowMs())) {
    return 'not-now';
  }
  const id = fieldOf(request.fields, 'idempotency-key')?.slice(1, -1) ?? '';
  const header = headerOf('response', { from, to: peerOf(maker.self), id });
  return opened(message.body, { opener: openerFor(maker.self), header }) ?? 'unreadable';
}

function hasForm({ fields }: HttpRequest | HttpResponse, names: readonly string[]): boolean {
  const isSame = fields.length === names.length && fields.every(([name], at) => name === names[at]);
  return isSame && fieldOf(fields, 'content-type') === CONTENT_TYPE;
}

function opened(body: Uint8Array, by: Opening): Content | undefined {
  const plain = openBox(body, by);
  return plain && unpadded(plain);
}

function contentFields(body: Uint8Array, nowMs: number): readonly (readonly [string, string])[] {
  return [
    ['content-type', CONTENT_TYPE],
    ['content-digest', contentDigest(body)],
    ['date', new Date(nowMs).toUTCString()],
  ];
}

function signed<M extends HttpRequest | HttpResponse>(
  { self, entropy, nowMs }: Maker,
  { message, ...covered }: Omit<Covering, 'parameters' | 'message'> & { readonly message: M },
): M | undefined {
  const nonce = toBase64Url(randomBytes(entropy, NONCE_BYTES));
  const parameters = parametersAt(nowMs(), { nonce, keyid: keyIdOf(peerOf(self)) });
  const covering = { message, ...covered, parameters };
  const base = signatureBase(covering);
  return base === undefined
    ? undefined
    : { ...message, fields: [...message.fields, ...signatureFields(covering, signerFor(self)(utf8ToBytes(base)))] };
}
