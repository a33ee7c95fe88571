import { readFileSync } from 'node:fs';
import { assert, bytesToHex, hexToBytes, SfumatoError, sha256, utf8ToBytes } from '../../base/index.ts';
import { chainAfter, decodeFrame, NO_CHAIN } from './frame.ts';

// What the consent file holds: a secret, then one frame a batch, each chained to all before it.

/** What a `consent` record says of the file. The salt, and a secret in the file, keep it from telling whether anything was added. */
export interface ConsentDigest {
  /** 32 random bytes, hex. */
  readonly consentSalt: string;
  /** SHA-256 over salt, number of batches and their chain, hex. */
  readonly consentDigest: string;
}

/** The length of the secret with which a file begins. */
export const SECRET_BYTES = 32;

/** What was read: the content of each frame, and how many bytes hold them. */
export interface Content {
  readonly plains: readonly Uint8Array[];
  readonly bytes: number;
}

/**
 * Reads all frames that are whole; one cut short after the first is what a write left that never ended.
 * @throws SfumatoError `consent-corrupt`, `file-unreadable`.
 */
export function readContent(file: string, keys: readonly Uint8Array[]): Content {
  const bytes = readBytes(file);
  const plains: Uint8Array[] = [];
  let [at, chain] = [0, NO_CHAIN];
  while (at < bytes.length) {
    const frame = decodeFrame(bytes.subarray(at), { chain, keys });
    // The first frame was put in place as a whole, so only what follows it can be cut short.
    if (frame === 'damaged' || (frame === 'torn' && plains.length === 0)) {
      throw damaged(file);
    }
    if (frame === 'torn') {
      break;
    }
    plains.push(frame.plain);
    chain = chainAfter(chain, frame.plain);
    at += frame.bytes;
  }
  if (plains[0]?.length !== SECRET_BYTES) {
    throw damaged(file);
  }
  return { plains, bytes: at };
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const sentence = `The consent file ${file} could not be read; look at its rights.`;
    throw new SfumatoError('file-unreadable', sentence, { cause });
  }
}

/** What is said of a file that doesn't open. */
export function damaged(file: string): SfumatoError {
  const sentence = `The consent file ${file} is damaged, or sealed under another key; restore its newest copy and add the lists since then again.`;
  return new SfumatoError('consent-corrupt', sentence);
}

/** The chain after each frame; the first is that of the file's secret, before any batch. */
export function chainsOf(plains: readonly Uint8Array[]): readonly Uint8Array[] {
  let chain = NO_CHAIN;
  return plains.map((plain) => {
    chain = chainAfter(chain, plain);
    return chain;
  });
}

/** Whether a digest is that of the first `at` batches. */
export function isDigestOf(
  chains: readonly Uint8Array[],
  at: number,
  { consentSalt, consentDigest }: ConsentDigest,
): boolean {
  return digestOf(chains, at, consentSalt) === consentDigest;
}

/** What a record says of the first `batches` batches, under its salt. */
export function digestOf(chains: readonly Uint8Array[], batches: number, salt: string): string {
  const chain = chains[batches];
  assert(chain !== undefined, 'a file has that many batches');
  return bytesToHex(sha256(hexToBytes(salt), utf8ToBytes(`${batches}\n`), chain));
}
