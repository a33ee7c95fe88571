import {
  bytesToHex,
  concatBytes,
  type Entropy,
  equalBytes,
  seal,
  sha256,
  unseal,
  utf8ToBytes,
} from '../../base/index.ts';

// A consent file is a row of frames, each appended and synced by itself: length of the box (4 bytes), check of the length
// (8 bytes), box. A box is bound to all that comes before it by its context, so that none can be left out, moved, or taken over
// from another copy of the file.

const LENGTH_BYTES = 4;
const CHECK_BYTES = 8;
const PREFIX_BYTES = LENGTH_BYTES + CHECK_BYTES;
const TAG_BYTES = 16;

/** The chain before the first frame: 32 zeros. */
export const NO_CHAIN: Uint8Array = new Uint8Array(32);

/** The chain after a frame with this content. */
export function chainAfter(chain: Uint8Array, plain: Uint8Array): Uint8Array {
  return sha256(utf8ToBytes('sfumato/consent-chain/v1\n'), chain, plain);
}

function contextAt(chain: Uint8Array): string {
  return `sfumato/consent/v1/${bytesToHex(chain)}`;
}

/** Without a check, a flipped bit in the last length would look like a write that was cut short, and a batch would be dropped. */
function checkOf(chain: Uint8Array, length: Uint8Array): Uint8Array {
  return sha256(utf8ToBytes('sfumato/consent-length/v1\n'), chain, length).subarray(0, CHECK_BYTES);
}

/** What frames are sealed with. */
export interface FrameSealing {
  readonly key: Uint8Array;
  readonly entropy: Entropy;
}

/** One frame, to follow on `chain`. */
export function encodeFrame(plain: Uint8Array, chain: Uint8Array, { key, entropy }: FrameSealing): Uint8Array {
  const box = seal(plain, { key, context: contextAt(chain) }, entropy);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, box.length);
  return concatBytes(length, checkOf(chain, length), box);
}

/** Where a frame is read, and the keys that may open it. */
export interface FrameAt {
  readonly chain: Uint8Array;
  readonly keys: readonly Uint8Array[];
}

/** A frame, or what stands in its place: the remains of a write that never ended, or damage. */
export type ReadFrame = { readonly plain: Uint8Array; readonly bytes: number } | 'torn' | 'damaged';

/** Reads the frame that `bytes`, which isn't empty, begins with. */
export function decodeFrame(bytes: Uint8Array, { chain, keys }: FrameAt): ReadFrame {
  if (bytes.length < PREFIX_BYTES || bytes.every((byte) => byte === 0)) {
    return 'torn';
  }
  const length = bytes.subarray(0, LENGTH_BYTES);
  if (!equalBytes(bytes.subarray(LENGTH_BYTES, PREFIX_BYTES), checkOf(chain, length))) {
    return 'damaged';
  }
  const end = PREFIX_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const box = bytes.subarray(PREFIX_BYTES, end);
  const [plain] = keys.flatMap((key) => unseal(box, { key, context: contextAt(chain) }) ?? []);
  if (plain !== undefined) {
    return { plain, bytes: end };
  }
  // A file may have been made longer by a write whose last bytes never came.
  const isUnwritten = end >= bytes.length && box.subarray(-TAG_BYTES).every((byte) => byte === 0);
  return end > bytes.length || isUnwritten ? 'torn' : 'damaged';
}
