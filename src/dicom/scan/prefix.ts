import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LIMITS } from '../../base/index.ts';
import { type Scan, scanHeader } from './scan.ts';

const GROWTH = 4;
// A pipe must not block the open, and a link that appeared after the walk must not be followed.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A scan that asks for nothing more. */
export type SettledScan = Exclude<Scan, { state: 'more' }>;

/**
 * Reads the first 64 KiB of a file and four times as much whenever the scan asks for more, up to
 * `LIMITS.headerBytesMax`, so that the size of a file's pixels costs nothing.
 * @throws whatever the file system throws; the caller calls that unreadable.
 */
export function readHeader(path: string): SettledScan {
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) {
      return { state: 'skipped', reason: 'not-a-file' };
    }
    return growing(descriptor, stat.size);
  } finally {
    closeSync(descriptor);
  }
}

function growing(descriptor: number, fileBytes: number): SettledScan {
  let bytes = new Uint8Array(0);
  for (let want = LIMITS.headerPrefixBytes; ; want *= GROWTH) {
    bytes = extended(descriptor, bytes, Math.min(want, fileBytes, LIMITS.headerBytesMax));
    const scan = scanHeader(bytes, fileBytes);
    if (scan.state !== 'more') {
      return scan;
    }
    if (bytes.length >= LIMITS.headerBytesMax) {
      return { state: 'rejected', reason: 'header-too-long' };
    }
  }
}

function extended(descriptor: number, known: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set(known);
  let at = known.length;
  while (at < length) {
    const read = readSync(descriptor, bytes, at, length - at, at);
    if (read === 0) {
      break; // the file shrank while it was read: zeros, which no header holds, stand for what is gone
    }
    at += read;
  }
  return bytes.subarray(0, length);
}
