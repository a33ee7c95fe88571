import type { DuckDBConnection } from '@duckdb/node-api';
import { assert, bytesToHex, sha256, utf8ToBytes } from '../../base/index.ts';
import { countOf, streamChunks } from '../engine/chunk-stream.ts';
import { appendRows, type WrittenColumn } from '../engine/column-writer.ts';
import { KeyTable, type KeyWords, readKey } from '../key-table.ts';

// Which files were staged already. The engine would have to scan all of them for every question, so they are held in memory:
// ten million take a third of a gigabyte.

const FILE_KEY_LENGTH_MAX = 128;
// A table of keys lets none go, so one that is taken back stays there with another number.
const [SEEN, FORGOTTEN] = [1, 2];
const HEX_128 = /^[0-9a-f]{32}$/;

/**
 * What is stored of a file's key: 128 bits, which are the key itself when it is 32 hex digits, else the first of its SHA-256.
 * @throws AssertionFailure for a key that has not 1 to 128 characters.
 */
export function fingerprintOf(fileKey: string): KeyWords {
  assert(fileKey.length > 0 && fileKey.length <= FILE_KEY_LENGTH_MAX, 'a file key has 1 to 128 characters');
  const fingerprint = new Uint32Array(4);
  readKey(HEX_128.test(fileKey) ? fileKey : bytesToHex(sha256(utf8ToBytes(fileKey))).slice(0, 32), fingerprint);
  return fingerprint;
}

/** How fingerprints are written to the table `seen`. */
export const SEEN_COLUMNS: readonly WrittenColumn<KeyWords>[] = [0, 1, 2, 3].map((word) => ({
  type: 'UINTEGER',
  value: (fingerprint) => fingerprint[word] ?? 0,
}));

/** Takes fingerprints out of the table `seen`; runs inside the connection's transaction. */
export async function deleteSeen(connection: DuckDBConnection, fingerprints: readonly KeyWords[]): Promise<void> {
  await connection.run('CREATE TEMP TABLE unseen (a UINTEGER, b UINTEGER, c UINTEGER, d UINTEGER)');
  await appendRows(connection, { table: 'unseen', columns: SEEN_COLUMNS, rows: fingerprints });
  await connection.run('DELETE FROM seen WHERE (a, b, c, d) IN (SELECT (a, b, c, d) FROM unseen)');
  await connection.run('DROP TABLE unseen');
}

/** A set of fingerprints. */
export class SeenFiles {
  readonly #table: KeyTable;

  private constructor(table: KeyTable) {
    this.#table = table;
  }

  /** All that the table `seen` holds. */
  static async load(connection: DuckDBConnection): Promise<SeenFiles> {
    const rows = await countOf(connection, 'SELECT count(*) FROM seen');
    const table = new KeyTable(rows);
    const fingerprint = new Uint32Array(4);
    for await (const chunk of streamChunks({ connection, sql: 'SELECT a, b, c, d FROM seen', rows })) {
      const words = [0, 1, 2, 3].map((column) => chunk.getColumnValues(column));
      for (let row = 0; row < chunk.rowCount; row += 1) {
        for (let word = 0; word < 4; word += 1) {
          fingerprint[word] = Number(words[word]?.[row]);
        }
        table.set(fingerprint, SEEN);
      }
    }
    return new SeenFiles(table);
  }

  has(fingerprint: KeyWords): boolean {
    return this.#table.get(fingerprint) === SEEN;
  }

  add(fingerprints: readonly KeyWords[]): void {
    for (const fingerprint of fingerprints) {
      this.#table.set(fingerprint, SEEN);
    }
  }

  forget(fingerprints: readonly KeyWords[]): void {
    for (const fingerprint of fingerprints) {
      this.#table.set(fingerprint, FORGOTTEN);
    }
  }
}
