import { constants, inflateRawSync } from 'node:zlib';
import { LIMITS, systemCode } from '../../base/index.ts';
import { rejected, type Stop } from './head.ts';

const RATIO_MAX = 200;
const FIRST_PART_BYTES = 8 * 1024;
const PART_GROWTH = 1.5;

/** What a deflate stream gave, and whether it was all of it. */
export interface Inflated {
  readonly data: Uint8Array;
  readonly ended: boolean;
}

/**
 * Inflates a raw deflate stream (RFC 1951, DICOM PS3.5 A.5), of which `deflated` may be only the first part.
 * Never gives more than `min(LIMITS.inflatedBytesMax, 200 × input)` bytes: a longer one is refused while it grows.
 */
export function inflate(deflated: Uint8Array): Inflated | Stop {
  return inflateUpTo(deflated, Math.min(LIMITS.inflatedBytesMax, RATIO_MAX * deflated.length));
}

/**
 * The beginnings of a stream that grows too large as a whole, each longer than the one before, up to `LIMITS.headerBytesMax`: zeros, as most
 * of a segmentation's pixels are, shrink a thousandfold, and what stands before them is no larger for it.
 */
export function* inflatedParts(deflated: Uint8Array): Generator<Inflated> {
  for (let bytes = FIRST_PART_BYTES; bytes < deflated.length * PART_GROWTH; bytes *= PART_GROWTH) {
    const part = inflateUpTo(deflated.subarray(0, bytes), LIMITS.headerBytesMax);
    if ('state' in part) {
      return;
    }
    yield part;
  }
}

function inflateUpTo(deflated: Uint8Array, maxOutputLength: number): Inflated | Stop {
  if (maxOutputLength === 0) {
    return rejected('truncated');
  }
  try {
    return { data: inflateRawSync(deflated, { maxOutputLength }), ended: true };
  } catch (error) {
    return systemCode(error) === 'Z_BUF_ERROR' ? inflateStart(deflated, maxOutputLength) : stopFor(error);
  }
}

function inflateStart(deflated: Uint8Array, maxOutputLength: number): Inflated | Stop {
  try {
    return { data: inflateRawSync(deflated, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }), ended: false };
  } catch (error) {
    return stopFor(error);
  }
}

function stopFor(error: unknown): Stop {
  return rejected(systemCode(error) === 'ERR_BUFFER_TOO_LARGE' ? 'inflate-too-large' : 'inflate-failed');
}
