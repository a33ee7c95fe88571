import { sha256, toBase64 } from '../../base/index.ts';

/** The `Content-Digest` of a body with SHA-256, RFC 9530 §2. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${toBase64(sha256(body))}:`;
}
