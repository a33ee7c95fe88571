import { entryBytes, type Json, type LogEntry, leafHash, MerkleTree, sha256 } from '../base/index.ts';
import { JournalDamage } from './damage.ts';
import type { Disk } from './disk.ts';
import type { Fold } from './fold.ts';
import { HASH_BYTES, HEADER_BYTES, segmentName } from './format.ts';
import { readFrame } from './frame.ts';
import { type JournalRecord, type Position, recordOf } from './record.ts';

/** How many records apart places are remembered; the tree asks for leaves from such places on. */
const STRIDE = 256;

/** The Merkle tree over a journal's records (RFC 6962): a fold that follows them all. */
export interface RecordTree extends Fold {
  readonly size: number;
  /** The root over the first `size` records, 32 bytes. */
  root(size?: number): Uint8Array;
  /** The proof that record `seq` is among the first `size`. */
  inclusion(seq: number, size: number): readonly Uint8Array[];
  /** The proof that the first `first` records begin the first `second`. */
  consistency(first: number, second: number): readonly Uint8Array[];
}

/** An empty tree, to be filled by the replay. Memory is a few bytes for every 256 records; older records are read again. */
export function createRecordTree(disk: Disk): RecordTree {
  const places: Position[] = [];
  const tree = new MerkleTree((first, count) => {
    const place = places[first / STRIDE];
    return place === undefined ? [] : readAgain(disk, { place, first, count }).map(leafOf);
  });
  return Object.freeze({
    kinds: {},
    apply: () => undefined,
    follow(record) {
      if (record.seq % STRIDE === 0) {
        places.push(record.position);
      }
      tree.add(leafOf(record));
    },
    get size() {
      return tree.size;
    },
    root: (size) => tree.root(size),
    inclusion: (seq, size) => tree.inclusion(seq, size),
    consistency: (first, second) => tree.consistency(first, second),
  } satisfies RecordTree);
}

/** What the tree shows of a record: of an answer or a refusal also its digest. */
function entryOf({ seq, kind, recordHash, body }: LogRecord): LogEntry {
  const digest = digestIn(body);
  return { seq, kind, recordHash, ...(digest === undefined ? {} : { digest }) };
}

type LogRecord = Pick<JournalRecord, 'seq' | 'kind' | 'recordHash' | 'body'>;

function leafOf(record: LogRecord): Uint8Array {
  return leafHash(entryBytes(entryOf(record)));
}

function digestIn(body: Json): string | undefined {
  const digest = typeof body === 'object' && body !== null && 'digest' in body ? body.digest : undefined;
  return typeof digest === 'string' ? digest : undefined;
}

interface Stretch {
  readonly place: Position;
  readonly first: number;
  readonly count: number;
}

/** Reads records that were followed once, and checks each. @throws JournalDamage when one isn't there any more. */
function readAgain(disk: Disk, { place, first, count }: Stretch): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  let { segment, offset } = place;
  let bytes = disk.read(segmentName(segment));
  let chain = offset === HEADER_BYTES ? sha256(bytes.subarray(0, offset)) : bytes.slice(offset - HASH_BYTES, offset);
  while (records.length < count) {
    const at = { file: segmentName(segment), offset, seq: first + records.length };
    const framed = readFrame(bytes.subarray(offset), { ...at, chain });
    if (framed !== undefined) {
      records.push(recordOf(framed.body, framed.chain, { segment, offset, bytes: framed.bytes }));
      chain = framed.chain;
      offset += framed.bytes;
    } else if (offset === bytes.length && offset > HEADER_BYTES) {
      segment += 1;
      bytes = disk.read(segmentName(segment));
      offset = HEADER_BYTES;
      chain = sha256(bytes.subarray(0, HEADER_BYTES));
    } else {
      throw new JournalDamage(at, 'the record is not the one that was written');
    }
  }
  return records;
}
