import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { answers } from './own.ts';

const SOCKET_PATH_BYTES_MAX = 100; // sun_path is 104 bytes on the smallest platform

/**
 * Where the owner of a folder listens: `owner.sock` in the folder, or, where that path is too long for a socket,
 * a name made from it in an owner-only folder under the system's temporary one.
 */
export function socketPath(folder: string): string {
  const inFolder = join(realpathSync(folder), 'owner.sock');
  if (Buffer.byteLength(inFolder) <= SOCKET_PATH_BYTES_MAX) {
    return inFolder;
  }
  const shared = join(tmpdir(), `sfumato-${userInfo().uid}`);
  mkdirSync(shared, { recursive: true, mode: 0o700 });
  return join(shared, `${createHash('sha256').update(inFolder).digest('hex').slice(0, 24)}.sock`);
}

/** Where the folder's owner answers, or `undefined` when no process uses the folder. */
export async function ownerPath(folder: string): Promise<string | undefined> {
  const path = socketPath(folder);
  return (await answers(path)) ? path : undefined;
}
