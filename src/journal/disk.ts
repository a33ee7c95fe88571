/**
 * Where a journal lives: one folder of files that only grow. Everything the journal does to a disk goes through here,
 * so that tests can crash one at any point.
 */
export interface Disk {
  /** The folder, for messages to the operator. */
  readonly folder: string;
  /** The name of every entry of the folder, in any order; empty when there is no folder yet. */
  list(): readonly string[];
  /** The bytes of a file. */
  read(name: string): Uint8Array;
  /** `length` bytes of a file from `offset` on; fewer when it ends before. */
  readPart(name: string, range: ByteRange): Uint8Array;
  /** Makes a new, empty file. Fails when there is one. */
  create(name: string): DiskFile;
  /** Opens a file, cut to its first `length` bytes, to append to it. */
  open(name: string, length: number): DiskFile;
  /** Resolves once the entries of the folder are durable. */
  syncDirectory(): Promise<void>;
}

/** Bytes `offset` to `offset + length` of a file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** An open file at whose end bytes are added. */
export interface DiskFile {
  /** Hands bytes to the operating system; they may be lost, torn or (unsynced) changed by a crash. */
  append(bytes: Uint8Array): void;
  /**
   * Hands all that the file holds to the operating system once more, so that the next sync writes it: where a sync failed before,
   * the system may hold bytes that are not on the disk, and believe that they are.
   */
  writeAgain(): void;
  /** Resolves once everything appended is durable. After a rejection nothing is known, and it must not be called again. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
