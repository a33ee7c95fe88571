import { assert, remembered } from '../../base/index.ts';
import { fieldOf, type HttpRequest, type HttpResponse } from './http-message.ts';

/** What a signature covers: a field or a derived component, of the message itself or (`req`) of the request it answers. */
export interface Component {
  readonly name: string;
  readonly req?: true;
}

/** Parameters of a signature, RFC 9421 §2.3; times in seconds since 1970-01-01 UTC. Written in this order. */
export interface SignatureParameters {
  readonly created?: number;
  readonly expires?: number;
  readonly nonce?: string;
  readonly alg?: 'ed25519';
  readonly keyid?: string;
  readonly tag?: string;
}

/** What is signed, with what is covered. */
export interface Covering {
  readonly message: HttpRequest | HttpResponse;
  /** The request that `message` answers. */
  readonly request?: HttpRequest;
  readonly components: readonly Component[];
  readonly parameters: SignatureParameters;
}

/** The inner list of a signature's input, RFC 9421 §2.3, as it stands in `Signature-Input` and in the signature base. */
export function signatureInput({ components, parameters }: Pick<Covering, 'components' | 'parameters'>): string {
  const { created, expires, nonce, alg, keyid, tag } = parameters;
  return [
    listOf(components),
    parameter('created', created),
    parameter('expires', expires),
    parameter('nonce', nonce && `"${nonce}"`),
    parameter('alg', alg && `"${alg}"`),
    parameter('keyid', keyid && `"${keyid}"`),
    parameter('tag', tag && `"${tag}"`),
  ].join('');
}

function parameter(name: string, value: string | number | undefined): string {
  return value === undefined ? '' : `;${name}=${value}`;
}

/** The list of what is covered, the same for every message of a kind. */
const listOf: (components: readonly Component[]) => string = remembered(
  (components) => `(${components.map(identifier).join(' ')})`,
);

/** The signature base, RFC 9421 §2.5; `undefined` when the message lacks a covered component. */
export function signatureBase(covering: Covering): string | undefined {
  const lines = covering.components.map((component) => {
    const value = covered(component, covering);
    return value === undefined ? undefined : `${identifier(component)}: ${value}`;
  });
  const base = [...lines, `"@signature-params": ${signatureInput(covering)}`];
  return base.includes(undefined) ? undefined : base.join('\n');
}

function identifier({ name, req }: Component): string {
  return `"${name}"${req ? ';req' : ''}`;
}

function covered({ name, req }: Component, { message, request }: Covering): string | undefined {
  const of = req ? request : message;
  if (of === undefined) {
    return undefined;
  }
  if (!name.startsWith('@')) {
    return fieldOf(of.fields, name);
  }
  return 'status' in of ? statusOf(name, of) : derivedOf(name, of);
}

function statusOf(name: string, { status }: HttpResponse): string {
  assert(name === '@status', 'a response has one derived component');
  return String(status);
}

/** RFC 9421 §2.2. */
function derivedOf(name: string, { method, target }: HttpRequest): string {
  switch (name) {
    case '@method':
      return method;
    case '@target-uri':
      return target;
    case '@authority':
      return new URL(target).host;
    case '@path':
      return new URL(target).pathname;
  }
  assert(name === '@query', 'a derived component that this program knows');
  return new URL(target).search || '?';
}
