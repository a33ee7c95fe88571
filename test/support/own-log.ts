import {
  entryBytes,
  formatCheckpoint,
  formatLogProof,
  formatNote,
  leafHash,
  logOrigin,
  type NoteKey,
  noteKeyOf,
  signNote,
} from '../../src/base/index.ts';
import { answerDigest, type LeftWire, type Receipt } from '../../src/contract/index.ts';

const RECORD = { seq: 0, kind: 'commit' as const, recordHash: 'a'.repeat(64) };
const OPENING = 'b'.repeat(32);
const secretKey = new Uint8Array(32).fill(7);

/** The log key of a test's site. */
export const logKeyOf = (site: string): NoteKey => noteKeyOf(logOrigin(site), 'log', secretKey);

/** A receipt that holds by `logKeyOf`: of a log in which the answer is the only record. */
export function receiptOf(answer: LeftWire): Receipt {
  const name = logOrigin(answer.site);
  const root = leafHash(entryBytes({ ...RECORD, digest: answerDigest(answer, OPENING) }));
  const text = formatCheckpoint({ origin: name, size: 1, root, extensions: [] });
  const checkpoint = formatNote({ text, signatures: [signNote(text, { name, secretKey })] });
  return {
    ...RECORD,
    site: answer.site,
    opening: OPENING,
    proof: formatLogProof({ index: 0, hashes: [], checkpoint }),
  };
}
