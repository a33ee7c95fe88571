import { equalBytes, LIMITS, sha256 } from '../base/index.ts';
import { JournalDamage, type Place } from './damage.ts';
import { frameBytes, lengthCheck, PREFIX_BYTES } from './format.ts';
import { decodeBody, type RecordBody } from './record.ts';

/** A frame that was read: its body, the chain after it, its length with everything. */
export interface Framed {
  readonly body: RecordBody;
  readonly chain: Uint8Array;
  readonly bytes: number;
}

/** Where a frame is read, and the chain before it. */
export interface FramePlace extends Place {
  readonly chain: Uint8Array;
}

/** Reads the frame that `bytes` starts with; `undefined` when it is incomplete. @throws JournalDamage when it is another. */
export function readFrame(bytes: Uint8Array, at: FramePlace): Framed | undefined {
  if (bytes.length < PREFIX_BYTES) {
    return undefined;
  }
  const length = bytes.subarray(0, 4);
  const bodyBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (
    !equalBytes(bytes.subarray(4, PREFIX_BYTES), lengthCheck(at.chain, length)) ||
    bodyBytes > LIMITS.recordBytesMax
  ) {
    throw new JournalDamage(at, 'the length of the record was changed');
  }
  if (bytes.length < frameBytes(bodyBytes)) {
    return undefined;
  }
  const body = bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + bodyBytes);
  const chain = bytes.slice(PREFIX_BYTES + bodyBytes, frameBytes(bodyBytes));
  if (!equalBytes(chain, sha256(at.chain, length, body))) {
    throw new JournalDamage(at, 'the record does not fit its hash');
  }
  const decoded = decodeBody(body);
  if (decoded === undefined) {
    throw new JournalDamage(at, 'the record does not have the form of a record');
  }
  return { body: decoded, chain, bytes: frameBytes(bodyBytes) };
}
