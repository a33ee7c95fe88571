import { linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { SfumatoError, systemCode } from '../../base/index.ts';

/**
 * Makes `server` the owner of a folder by binding `path`. The socket, not its file, is the ownership: the system frees
 * it when the process dies, so a file that nobody answers at is left over from a crash and is taken away.
 * @throws SfumatoError `folder-owned` when another process answers there.
 */
export async function bindOwner(server: Server, path: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await listen(server, path)) {
      return;
    }
    const inode = inodeOf(path);
    if (await answers(path)) {
      break;
    }
    removeStale(path, inode);
  }
  throw new SfumatoError('folder-owned', `Another process is using this folder (it answers at ${path}).`);
}

/** Whether a process answers at `path`. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void => {
      if (systemCode(cause) === 'EADDRINUSE') {
        resolve(false);
      } else {
        reject(new SfumatoError('file-unwritable', `The owner's socket ${path} could not be made.`, { cause }));
      }
    };
    const previous = process.umask(0o177); // owner-only from the moment it exists
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      resolve(true);
    });
    process.umask(previous);
  });
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** Two starters may both find a dead socket. Whoever moves a live one away by mistake sees its inode and puts it back. */
function removeStale(path: string, inode: number | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (inodeOf(aside) !== inode) {
      linkSync(aside, path);
    }
    rmSync(aside, { force: true });
  } catch {
    // Somebody else moved it first; the next attempt to listen tells.
  }
}
