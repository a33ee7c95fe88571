import { fromBase64, toBase64 } from '../bytes.ts';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const HASH_BYTES = 32;
/** A tree of 2⁵³ leaves is 53 high. */
const HASHES_MAX = 53;

/** Everything that shows offline that an entry stands in a log (C2SP tlog-proof), but the entry. */
export interface LogProof {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note of the checkpoint, as it is. */
  readonly checkpoint: string;
}

/** A proof as text, without extra data. */
export function formatLogProof({ index, hashes, checkpoint }: LogProof): string {
  return `${[FIRST_LINE, `index ${index}`, ...hashes.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof; `undefined` unless `formatLogProof` would write exactly this: extra data, which nothing signs, is refused. */
export function parseLogProof(text: string): LogProof | undefined {
  const end = text.indexOf('\n\n');
  const [first, second, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(second ?? '') ?? [];
  const hashes = lines.flatMap((line) => fromBase64(line) ?? []);
  if (first !== FIRST_LINE || digits === undefined || lines.length > HASHES_MAX || hashes.length !== lines.length) {
    return undefined;
  }
  const isWhole = Number.isSafeInteger(Number(digits)) && hashes.every(({ length }) => length === HASH_BYTES);
  return isWhole ? { index: Number(digits), hashes, checkpoint: text.slice(end + 2) } : undefined;
}
