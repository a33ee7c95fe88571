import { fromBase64, toBase64 } from '../bytes.ts';

const HASH_BYTES = 32;

/** How long a log is and what it holds, in one hash (C2SP tlog-checkpoint): the text of a note. */
export interface Checkpoint {
  /** Which log. */
  readonly origin: string;
  /** How many entries. */
  readonly size: number;
  /** The root of the Merkle tree over them, 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, each non-empty. */
  readonly extensions: readonly string[];
}

/** A checkpoint as text, one line each. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  return `${[origin, size, toBase64(root), ...extensions].join('\n')}\n`;
}

/** Reads a checkpoint; `undefined` unless `formatCheckpoint` would write exactly this. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, sizeText, rootText, ...lines] = text.split('\n');
  const root = fromBase64(rootText ?? '');
  const size = /^(0|[1-9]\d{0,15})$/.test(sizeText ?? '') ? Number(sizeText) : Number.NaN;
  const end = lines.pop();
  if (!origin || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES || end !== '' || lines.includes('')) {
    return undefined;
  }
  return { origin, size, root, extensions: lines };
}
