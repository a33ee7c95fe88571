import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { LIMITS } from '../../base/index.ts';
import { openable } from '../path-bytes.ts';
import { type Scan, scanHeader } from './scan.ts';

const GROWTH = 4;
// A pipe must not block the open, and a link that appeared after the walk must not be followed.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A scan that asks for nothing more. */
export type SettledScan = Exclude<Scan, { state: 'more' }>;

/** Reads the header of the file at a path; what it gives holds until it is called again. */
export type ReadHeader = (path: string) => SettledScan;

/**
 * Reads the first 64 KiB of a file and four times as much whenever the scan asks for more, up to
 * `LIMITS.headerBytesMax`, so that the size of a file's pixels costs nothing. All files share the first 64 KiB.
 * It throws whatever the file system throws; the caller calls that unreadable.
 */
export function headerReader(): ReadHeader {
  const first = new Uint8Array(LIMITS.headerPrefixBytes);
  return (path) => {
    const descriptor = openSync(openable(path), OPEN_FLAGS);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) {
        return { state: 'skipped', reason: 'not-a-file' };
      }
      return growing({ descriptor, first }, stat.size);
    } finally {
      closeSync(descriptor);
    }
  };
}

interface Opened {
  readonly descriptor: number;
  /** Where the first bytes go. */
  readonly first: Uint8Array<ArrayBuffer>;
}

function growing({ descriptor, first }: Opened, fileBytes: number): SettledScan {
  let bytes = first.subarray(0, 0);
  for (let want = LIMITS.headerPrefixBytes; ; want *= GROWTH) {
    const length = Math.min(want, fileBytes, LIMITS.headerBytesMax);
    bytes = extended({ descriptor, first }, bytes, length);
    const scan = scanHeader(bytes, fileBytes);
    if (scan.state !== 'more') {
      return scan;
    }
    if (bytes.length >= LIMITS.headerBytesMax) {
      return { state: 'rejected', reason: 'header-too-long' };
    }
  }
}

function extended({ descriptor, first }: Opened, known: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const bytes = length <= first.length ? first.subarray(0, length) : new Uint8Array(length);
  if (known.length > 0) {
    bytes.set(known);
  }
  let at = known.length;
  while (at < length) {
    const read = readSync(descriptor, bytes, at, length - at, at);
    if (read === 0) {
      bytes.fill(0, at); // the file shrank while it was read: zeros, which no header holds, stand for what is gone
      break;
    }
    at += read;
  }
  return bytes;
}
