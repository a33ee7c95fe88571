import { bytesToHex, hmacSha256, utf8ToBytes } from '../../base/index.ts';

/** What tells one state of one file from every other. */
export interface FileIdentity {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly modifiedMs: number;
}

/**
 * Names a file in logs and in staging without its path, which may hold a patient's name: a keyed hash of path, size and
 * time of change, 32 hex digits. A file that was changed is another file.
 */
export function fileKey(pseudonymKey: Uint8Array, { path, bytes, modifiedMs }: FileIdentity): string {
  const message = utf8ToBytes(`sfumato file 1\n${bytes}\n${modifiedMs}\n${path}`);
  return bytesToHex(hmacSha256(pseudonymKey, message).subarray(0, 16));
}
