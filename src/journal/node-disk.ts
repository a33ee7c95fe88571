import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SfumatoError, systemCode } from '../base/index.ts';
import type { ByteRange, Disk } from './disk.ts';
import { NodeFile } from './node-file.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * The journal's folder on this machine; made, for its owner alone, when the first file is.
 * @throws SfumatoError `file-unreadable` when the folder or a file in it can't be read.
 */
export function nodeDisk(folder: string): Disk {
  const at = resolve(folder);
  return Object.freeze({
    folder: at,
    list: () => listFolder(at),
    read: (name) => reading(join(at, name), (path) => readFileSync(path)),
    readPart: (name, range) => reading(join(at, name), (path) => readRange(path, range)),
    create(name) {
      mkdirSync(at, { recursive: true, mode: FOLDER_MODE });
      return new NodeFile(openSync(join(at, name), 'wx', FILE_MODE), 0);
    },
    open(name, length) {
      const handle = openSync(join(at, name), 'r+');
      if (fstatSync(handle).size !== length) {
        ftruncateSync(handle, length);
      }
      return new NodeFile(handle, length);
    },
    async syncDirectory() {
      await syncFolder(at);
      // The folder itself may be new.
      await syncFolder(dirname(at));
    },
  } satisfies Disk);
}

function listFolder(folder: string): readonly string[] {
  return reading(folder, (path) => {
    try {
      return readdirSync(path);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') {
        return [];
      }
      throw error;
    }
  });
}

function reading<T>(path: string, read: (path: string) => T): T {
  try {
    return read(path);
  } catch (cause) {
    const why = systemCode(cause) ?? 'unknown error';
    throw new SfumatoError(
      'file-unreadable',
      `${path} could not be read (${why}); check that it exists and who may read it.`,
      {
        cause,
      },
    );
  }
}

function readRange(path: string, { offset, length }: ByteRange): Uint8Array {
  const handle = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const got = readSync(handle, bytes, filled, length - filled, offset + filled);
      if (got === 0) {
        break;
      }
      filled += got;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(handle);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
