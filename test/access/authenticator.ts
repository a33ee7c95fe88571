import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const [PRESENT, VERIFIED, WITH_KEY] = [0x01, 0x04, 0x40];
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

/** What a browser would be made to do with the authenticator; tests change one thing at a time. */
export interface Ceremony {
  readonly origin: string;
  readonly challenge: string;
  readonly rpId?: string;
  readonly type?: string;
  /** Without it nobody touched it or showed who they are. */
  readonly verified?: boolean;
  readonly userHandle?: string;
  readonly counter?: number;
}

/** A passkey in software: WebAuthn's bytes, made with Node's own cryptography. */
export class Authenticator {
  readonly id = randomBytes(16);
  #counter = 0;
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  create(ceremony: Ceremony) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]);
    const length = Buffer.from([0, this.id.length]);
    const key = Buffer.concat([Buffer.alloc(16), length, this.id, isoCBOR.encode(cose)]);
    const authData = Uint8Array.from(Buffer.concat([this.#data(ceremony, WITH_KEY), key]));
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return this.#credential({
      clientDataJSON: base64url(client(ceremony, 'webauthn.create')),
      attestationObject: base64url(isoCBOR.encode(attestation as never)),
    });
  }

  get(ceremony: Ceremony) {
    this.#counter += 1;
    const clientData = client(ceremony, 'webauthn.get');
    const data = this.#data(ceremony, 0);
    return this.#credential({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(data),
      signature: base64url(sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey)),
      ...(ceremony.userHandle === undefined ? {} : { userHandle: base64url(Buffer.from(ceremony.userHandle)) }),
    });
  }

  #credential<R>(response: R) {
    const id = base64url(this.id);
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} };
  }

  #data(
    { origin, rpId = new URL(origin).hostname, verified = true, counter = this.#counter }: Ceremony,
    flags: number,
  ): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([PRESENT | (verified ? VERIFIED : 0) | flags]), count]);
  }
}

function client({ origin, challenge, type }: Ceremony, usual: string): Buffer {
  return Buffer.from(JSON.stringify({ type: type ?? usual, challenge, origin, crossOrigin: false }));
}
