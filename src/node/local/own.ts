import { rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { SfumatoError } from '../../base/index.ts';
import { type FolderLock, lockFolder } from '../../warehouse/index.ts';
import { socketPath } from './socket-path.ts';

/**
 * Makes this process the owner of a folder and `server` the way to it. The lock is the ownership; the socket only carries verbs,
 * so whoever holds the lock may take away what a crash left at its path. @throws SfumatoError `folder-owned`.
 */
export async function ownFolder(server: Server, folder: string): Promise<FolderLock> {
  const lock = await lockFolder(folder);
  try {
    const path = socketPath(folder);
    rmSync(path, { force: true });
    await listen(server, path);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whether a process answers at `path`. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void =>
      reject(new SfumatoError('file-unwritable', `The owner's socket ${path} could not be made.`, { cause }));
    const previous = process.umask(0o177); // owner-only from the moment it exists
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      resolve();
    });
    process.umask(previous);
  });
}
