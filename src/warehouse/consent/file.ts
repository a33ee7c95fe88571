import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { guarded, writeDurably } from '../../base/files.ts';
import { assert, bytesToHex, type Entropy, joinBytes, randomBytes, SfumatoError } from '../../base/index.ts';
import { acknowledge, assertAcknowledged, isAcknowledged } from './acknowledged.ts';
import { type ConsentBatch, decodeBatch, encodeBatch } from './batch.ts';
import {
  type ConsentDigest,
  type Content,
  chainsOf,
  damaged,
  digestOf,
  isDigestOf,
  readContent,
  SECRET_BYTES,
} from './content.ts';
import { chainAfter, encodeFrame, NO_CHAIN } from './frame.ts';

/** The consent file in a site's folder. */
export function consentFile(folder: string): string {
  return join(folder, 'consent.sealed');
}

/** What patients of a site said about the use of their data: opt-outs and purposes, in the order in which they came in. */
export interface ConsentFile {
  readonly batches: readonly ConsentBatch[];
  /** How many of them the last record knows of; those are in effect. */
  readonly recorded: number;
  /** Adds a batch as one durable step. @throws SfumatoError `disk-full` or `file-unwritable`: then nothing was added. */
  readonly add: (batch: ConsentBatch) => void;
  /** The digest of what is there now, under a fresh salt. */
  readonly digest: () => ConsentDigest;
}

/** How the file is opened. */
export interface ConsentOptions {
  /** The site's folder; the file is `consent.sealed` in it. */
  readonly folder: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Keys under which it may still be sealed. */
  readonly formerKeys?: readonly Uint8Array[];
  readonly entropy: Entropy;
  /** What the last `consent` record says; `undefined` when there is none yet. */
  readonly expected: ConsentDigest | undefined;
}

/**
 * Opens the consent file of a site, and begins it where there is none. Batches that came in since the last record are kept; what a
 * write left that never ended is cut off. @throws SfumatoError `consent-missing` when the file is gone, though the journal knows of
 * one or a batch was acknowledged; `consent-corrupt` when it doesn't open, or lacks what the last record knows of or was acknowledged; `file-unreadable`, `disk-full`, `file-unwritable`.
 */
export function openConsent(options: ConsentOptions): ConsentFile {
  const { folder, key, formerKeys = [], entropy, expected } = options;
  assert(key.length === 32, 'the consent file is sealed under a 32-byte key');
  const file = consentFile(folder);
  requireWanted(options);
  if (!existsSync(file)) {
    writeDurably(file, encodeFrame(randomBytes(entropy, SECRET_BYTES), NO_CHAIN, { key, entropy }));
  }
  const opened = readRecorded(folder, [key, ...formerKeys], expected);
  cutTail(file, opened.bytes);
  // Of a batch whose writer ended before it was told so.
  acknowledge(folder, opened.chains);
  return consentOver(opened, { folder, file, key, entropy });
}

/** Looks that the file is there, where the journal or an acknowledgement says that there was one. @throws SfumatoError `consent-missing`. */
function requireWanted({ folder, expected }: Pick<ConsentOptions, 'folder' | 'expected'>): void {
  const file = consentFile(folder);
  if ((expected !== undefined || isAcknowledged(folder)) && !existsSync(file)) {
    const sentence = `The consent file ${file} is missing; restore it from a backup, nothing can be published without it.`;
    throw new SfumatoError('consent-missing', sentence);
  }
}

/** How the file is looked at. */
export type CheckConsent = Pick<ConsentOptions, 'folder' | 'expected'> & { readonly keys: readonly Uint8Array[] };

/** Looks that the file is what the journal says, as `openConsent` does, and changes nothing. @throws SfumatoError as `openConsent`. */
export function checkConsent({ folder, keys, expected }: CheckConsent): void {
  requireWanted({ folder, expected });
  if (existsSync(consentFile(folder))) {
    readRecorded(folder, keys, expected);
  }
}

/** What is in the file, and how much of it the journal knows. */
function readRecorded(folder: string, keys: readonly Uint8Array[], expected: ConsentDigest | undefined): Opened {
  const file = consentFile(folder);
  const content = readContent(file, keys);
  const chains = chainsOf(content.plains);
  assertAcknowledged(folder, chains);
  const recorded = expected === undefined ? 0 : chains.findIndex((_, at) => isDigestOf(chains, at, expected));
  if (recorded < 0) {
    const sentence = `The consent file ${file} is older than the last publish; restore the newest copy of it.`;
    throw new SfumatoError('consent-corrupt', sentence);
  }
  return { ...content, chains, recorded };
}

/** What the file is sealed with anew. */
export type ResealConsent = Pick<ConsentOptions, 'folder' | 'key' | 'entropy'> & {
  readonly formerKeys: readonly Uint8Array[];
};

/** Seals the consent file of a site, if there is one, under another key, as one durable step. @throws SfumatoError as `openConsent`. */
export function resealConsent({ folder, key, formerKeys, entropy }: ResealConsent): void {
  const file = consentFile(folder);
  if (existsSync(file)) {
    const { plains } = readContent(file, [key, ...formerKeys]);
    const chains = [NO_CHAIN, ...chainsOf(plains)];
    const frames = plains.map((plain, at) => encodeFrame(plain, chains[at] ?? NO_CHAIN, { key, entropy }));
    writeDurably(file, joinBytes(frames));
  }
}

interface Opened extends Content {
  readonly chains: readonly Uint8Array[];
  readonly recorded: number;
}

interface Storage {
  readonly folder: string;
  readonly file: string;
  readonly key: Uint8Array;
  readonly entropy: Entropy;
}

function consentOver({ plains, bytes, chains: first, recorded }: Opened, storage: Storage): ConsentFile {
  const { folder, file, entropy } = storage;
  const batches = plains.slice(1).map((plain) => {
    const batch = decodeBatch(plain);
    if (batch === undefined) {
      throw damaged(file);
    }
    return batch;
  });
  let chains = first;
  let end = bytes;
  return Object.freeze({
    batches,
    recorded,
    add(batch: ConsentBatch) {
      const [plain, chain] = [encodeBatch(batch), chains.at(-1) ?? NO_CHAIN];
      const frame = encodeFrame(plain, chain, storage);
      const after = [...chains, chainAfter(chain, plain)];
      appendDurably(file, end, frame);
      try {
        acknowledge(folder, after);
      } catch (error) {
        cutTail(file, end);
        throw error;
      }
      end += frame.length;
      chains = after;
      batches.push(batch);
    },
    digest() {
      const consentSalt = bytesToHex(randomBytes(entropy, 32));
      return Object.freeze({ consentSalt, consentDigest: digestOf(chains, batches.length, consentSalt) });
    },
  });
}

/** Leaves the first `bytes` bytes of a file. */
function cutTail(file: string, bytes: number): void {
  withFile(file, (descriptor) => ftruncateSync(descriptor, bytes));
}

function appendDurably(file: string, at: number, bytes: Uint8Array): void {
  withFile(file, (descriptor) => {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
    }
  });
}

function withFile(file: string, work: (descriptor: number) => void): void {
  guarded(file, () => {
    const descriptor = openSync(file, 'r+');
    try {
      work(descriptor);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}
