import { concatBytes, LIMITS, utf8ToBytes } from '../../base/index.ts';

/** Field lines in their order: lower-case names, each once. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** An HTTP request as RFC 9110 means it, whatever carries it. */
export interface HttpRequest {
  readonly method: string;
  /** The absolute form of the target. */
  readonly target: string;
  readonly fields: Fields;
  readonly body: Uint8Array;
}

/** An HTTP response. */
export interface HttpResponse {
  readonly status: number;
  readonly fields: Fields;
  readonly body: Uint8Array;
}

const END = '\r\n\r\n';
const VERSION = 'HTTP/1.1';

/** A request as bytes, `application/http` (RFC 9112 §10.2) in the one form that `decodeRequest` reads. */
export function encodeRequest({ method, target, fields, body }: HttpRequest): Uint8Array {
  return encoded(`${method} ${target} ${VERSION}`, fields, body);
}

/** A response as bytes; reason phrases are left empty, as HTTP/1.1 allows. */
export function encodeResponse({ status, fields, body }: HttpResponse): Uint8Array {
  return encoded(`${VERSION} ${status} `, fields, body);
}

/** Reads a request; `undefined` for any byte that `encodeRequest` would not write. */
export function decodeRequest(bytes: Uint8Array): HttpRequest | undefined {
  return requestOf(splitMessage(bytes));
}

function requestOf(split: Split | undefined): HttpRequest | undefined {
  const [, method, target] = /^([A-Z]{1,16}) (https:\/\/[!-~]{1,512}) HTTP\/1\.1$/.exec(split?.start ?? '') ?? [];
  return split === undefined || method === undefined || target === undefined
    ? undefined
    : { method, target, fields: split.fields, body: split.body };
}

/** Reads the head of a request of which the body need not be there yet; `undefined` as long as it isn't whole, or for any other form. */
export function decodeRequestHead(bytes: Uint8Array): HttpRequest | undefined {
  return requestOf(splitHead(bytes));
}

/** Reads a response; `undefined` for any byte that `encodeResponse` would not write. */
export function decodeResponse(bytes: Uint8Array): HttpResponse | undefined {
  const split = splitMessage(bytes);
  const [, status] = /^HTTP\/1\.1 ([2-5]\d\d) $/.exec(split?.start ?? '') ?? [];
  return split === undefined || status === undefined
    ? undefined
    : { status: Number(status), fields: split.fields, body: split.body };
}

/** The value of a field; `undefined` when the message has none. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  return fields.find(([own]) => own === name)?.[1];
}

function encoded(start: string, fields: Fields, body: Uint8Array): Uint8Array {
  const lines = [...fields, ['content-length', String(body.length)] as const].map(
    ([name, value]) => `${name}: ${value}`,
  );
  return concatBytes(utf8ToBytes([start, ...lines].join('\r\n') + END), body);
}

interface Split {
  readonly start: string;
  /** As its head declares it. */
  readonly length: string;
  readonly fields: Fields;
  readonly body: Uint8Array;
}

/** A message that is there as a whole. */
function splitMessage(bytes: Uint8Array): Split | undefined {
  const split = splitHead(bytes);
  return split?.length === String(split?.body.length) ? split : undefined;
}

function splitHead(bytes: Uint8Array): Split | undefined {
  const text = headText(bytes);
  if (text === undefined) {
    return undefined;
  }
  const [start = '', ...lines] = text.split('\r\n');
  const fields = lines.map(fieldLine);
  const body = bytes.subarray(text.length + END.length);
  const names = new Set(fields.map((field) => field?.[0]));
  const length = fields.pop();
  if (names.has(undefined) || names.size !== lines.length || length?.[0] !== 'content-length') {
    return undefined;
  }
  return { start, length: length[1], fields: fields.flatMap((field) => (field ? [field] : [])), body };
}

/** What stands before the empty line, in printable ASCII. */
function headText(bytes: Uint8Array): string | undefined {
  // Read as Latin-1 every byte is a letter, and one beyond ASCII none of those below.
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, endOfHead(bytes) ?? 0).toString('latin1');
  return /^[ -~\r\n]+$/.test(head) ? head : undefined;
}

const [CR, LF] = [0x0d, 0x0a];

/** Where the empty line begins, among the first bytes of a message. */
function endOfHead(bytes: Uint8Array): number | undefined {
  const last = Math.min(bytes.length, LIMITS.linkHeadBytesMax) - END.length;
  for (let at = bytes.indexOf(CR); at >= 0 && at <= last; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) {
      return at;
    }
  }
  return undefined;
}

function fieldLine(line: string): readonly [string, string] | undefined {
  const [, name, value] = /^([a-z][a-z0-9-]*): ([!-~](?:[ -~]*[!-~])?)$/.exec(line) ?? [];
  return name === undefined || value === undefined ? undefined : [name, value];
}
