import { createHmac, hash } from 'node:crypto';
import type { Construction } from './constructions.ts';

// What an attacker knows of our construction: everything but the key. Written from its description (HMAC-SHA256 over
// version, domain, and length and bytes of each part; the first 128 bits), not with its code.

/** The parts of an identifier, joined by a tab as in a list of candidates: the issuer may be empty. */
function messageOf(domain: string, identifier: string): Buffer {
  const parts = identifier.split('\t').map((part) => Buffer.from(part));
  const lengths = parts.map(({ length }) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(length);
    return bytes;
  });
  const label = Buffer.from(`sfumato pseudonym 1 ${domain}\n`);
  return Buffer.concat([label, ...parts.flatMap((part, at) => [lengths[at]!, part])]);
}

/** Our pseudonym under a key. */
export function ourConstruction(domain: string, key: Uint8Array): Construction {
  return (identifier) => createHmac('sha256', key).update(messageOf(domain, identifier)).digest('hex').slice(0, 32);
}

/** Everything that can be tried without the key. */
export function keylessGuesses(domain: string): Readonly<Record<string, Construction>> {
  const bare = (identifier: string): string => identifier.split('\t').at(-1) ?? '';
  return {
    'MD5 of the identifier': (identifier) => hash('md5', bare(identifier), 'hex'),
    'SHA-256 of the identifier': (identifier) => hash('sha256', bare(identifier), 'hex').slice(0, 32),
    'SHA-256 of our message': (identifier) => hash('sha256', messageOf(domain, identifier), 'hex').slice(0, 32),
    'our HMAC, empty key': ourConstruction(domain, Buffer.alloc(0)),
    'our HMAC, key 123': ourConstruction(domain, Buffer.from('123')),
    'our HMAC, zero key': ourConstruction(domain, Buffer.alloc(32)),
  };
}
