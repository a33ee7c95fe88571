import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SfumatoError, systemCode } from '../../base/index.ts';

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
  return join(privateTemporary(), `${createHash('sha256').update(inFolder).digest('hex').slice(0, 24)}.sock`);
}

/** A temporary folder of this user's own: one that somebody else made or can write to would let them stand in for the owner. */
function privateTemporary(): string {
  // Not by `userInfo`: in a container the account may have a number and no name.
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `sfumato-${uid}`);
  makeFolder(folder);
  const state = lstatSync(folder);
  if (!state.isDirectory() || state.uid !== uid || (state.mode & 0o077) !== 0) {
    throw new SfumatoError('file-unwritable', `${folder} belongs to somebody else or is open to others; remove it.`);
  }
  return folder;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const why = `${folder}, where the socket for commands lies because the site’s path is long, can’t be made (${systemCode(cause) ?? 'unknown'})`;
    const sentence = `${why}; shorten the path, or let the process write in ${tmpdir()}.`;
    throw new SfumatoError('file-unwritable', sentence, { cause });
  }
}
