import { utf8ToBytes } from '../bytes.ts';
import { canonicalJson } from '../canonical-json.ts';

/** What a log shows of a record: enough to tell an answer's place, and nothing that the record says besides. */
export interface LogEntry {
  readonly seq: number;
  readonly kind: string;
  /** 64 hex digits; the record begins with a random salt, so this tells nothing of it. */
  readonly recordHash: string;
  /** The digest of the answer or refusal that the record stands for, 64 hex digits; none for other records. */
  readonly digest?: string | undefined;
}

/** The bytes that a leaf of the tree is hashed from: RFC 8785 JSON. When an answer was recorded stands nowhere in them. */
export function entryBytes({ seq, kind, recordHash, digest }: LogEntry): Uint8Array {
  // In the order of canonical JSON, put together by hand: every record passes here at every start.
  const first = digest === undefined ? '' : `"digest":${canonicalJson(digest)},`;
  return utf8ToBytes(`{${first}"kind":${canonicalJson(kind)},"recordHash":${canonicalJson(recordHash)},"seq":${seq}}`);
}
