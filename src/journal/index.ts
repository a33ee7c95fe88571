/** The log: append-only, hash-chained segments, the one source of truth of a site. State elsewhere is a fold of it. */
export type { ByteRange, Disk, DiskFile } from './disk.ts';
export type { Fold } from './fold.ts';
export type { Appended, Entry, Journal, RecordReference } from './journal.ts';
export { nodeDisk } from './node-disk.ts';
export { createNotary, type Notary } from './notary.ts';
export { type OpenJournal, openJournal } from './open.ts';
export { readJournal } from './read.ts';
export type { JournalRecord, Position } from './record.ts';
export { createRecordTree, type RecordTree } from './record-tree.ts';
export { type Broken, type Verified, verifyJournal, verifyRecords } from './verify.ts';
