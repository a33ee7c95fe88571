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
 * The beginnings of a stream that grows too large as a whole, each longer than the one before, up to the longest that keeps within
 * `LIMITS.headerBytesMax`: zeros, as most of a segmentation's pixels are, shrink a thousandfold, and what stands before them is no larger for it.
 * That longest one is closed in on by halves, so that a hostile stream costs a logarithm of its length in tries.
 */
export function* inflatedParts(deflated: Uint8Array): Generator<Inflated> {
  let fits = 0;
  let ceiling: number | undefined; // the shortest that was too large
  for (let bytes = Math.min(FIRST_PART_BYTES, deflated.length); bytes > fits; ) {
    const part = inflateUpTo(deflated.subarray(0, bytes), LIMITS.headerBytesMax);
    if ('state' in part) {
      ceiling = bytes;
    } else {
      fits = bytes;
      yield part;
    }
    bytes = Math.floor(ceiling === undefined ? Math.min(fits * PART_GROWTH, deflated.length) : (fits + ceiling) / 2);
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
