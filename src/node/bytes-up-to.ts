import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const PART_BYTES = 64 * 1024;

/**
 * What a file, a pipe or a device holds; `undefined` where that is more than `bytesMax`, and no more of it is read then: a path that was
 * given by mistake may lead to an archive. Fails as Node's own reading does.
 */
export function bytesUpTo(file: string, bytesMax: number): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    return fstatSync(descriptor).size > bytesMax ? undefined : partsOf(descriptor, bytesMax);
  } finally {
    closeSync(descriptor);
  }
}

function partsOf(descriptor: number, bytesMax: number): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let length = 0; length <= bytesMax; ) {
    const part = Buffer.allocUnsafe(PART_BYTES);
    const read = readSync(descriptor, part);
    if (read === 0) {
      return Buffer.concat(parts, length);
    }
    parts.push(part.subarray(0, read));
    length += read;
  }
  return undefined;
}
