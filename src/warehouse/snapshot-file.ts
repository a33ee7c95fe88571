import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hexToBytes, SfumatoError, systemCode } from '../base/index.ts';
import type { StoredColumn } from './layout.ts';

// A snapshot is one DuckDB file: table `series`, one row per series, clustered by patient, and table `about`.

/** Version of the layout below; a snapshot of another one isn't opened. */
export const SNAPSHOT_FORMAT = 1;

/** The columns of `series` before those of the policy; sentinels hold both ends of each domain. */
export interface FixedColumn {
  readonly name: string;
  readonly type: 'UTINYINT' | 'USMALLINT' | 'UINTEGER' | 'UBIGINT';
  readonly low: bigint;
  readonly high: bigint;
}

/** The most instances of one series that are counted: what 16 bits hold. */
export const INSTANCES_MAX = 65_535;
const YEAR_MAX = 9_999n;

/** The fixed columns of a snapshot for up to 2^patientsLog2 patients of up to `rowsPerPatientMax` rows. */
export function fixedColumns(patientsLog2: number, rowsPerPatientMax: number): readonly FixedColumn[] {
  return [
    // Positions in pseudonym order, from 1; never an input to a choice.
    { name: 'patient', type: 'UINTEGER', low: 0n, high: (1n << BigInt(patientsLog2)) - 1n },
    // Counts a patient's own studies, from 1.
    { name: 'study', type: 'UINTEGER', low: 0n, high: BigInt(rowsPerPatientMax) },
    // First 64 bits of HMAC(truncation key, pseudonym): decides which groups and rows of the patient are kept.
    { name: 'seed', type: 'UBIGINT', low: 0n, high: (1n << 64n) - 1n },
    { name: 'block', type: 'USMALLINT', low: 0n, high: YEAR_MAX },
    // One bit a purpose: the patient allows it. All bits for who never said otherwise, as in every snapshot from before there were scopes.
    { name: 'scope', type: 'UINTEGER', low: 0n, high: (1n << 32n) - 1n },
    { name: 'instances', type: 'UINTEGER', low: 0n, high: BigInt(INSTANCES_MAX) },
    // 1 for a row of a patient; 0 and 2 for the sentinels. Three values, so that `live = 1` is never decided by
    // statistics alone, not even where there is no patient at all.
    { name: 'live', type: 'UTINYINT', low: 0n, high: 2n },
  ];
}

/** The statements that lay out an empty snapshot. */
export function snapshotTables(fixed: readonly FixedColumn[], columns: readonly StoredColumn[]): readonly string[] {
  const all = [...fixed, ...columns].map(({ name, type }) => `"${name}" ${type} NOT NULL`);
  return [
    `CREATE TABLE series (${all.join(', ')})`,
    'CREATE TABLE about (format INTEGER NOT NULL, deidentification VARCHAR NOT NULL, patients_log2 INTEGER NOT NULL)',
  ];
}

/** Inserts one of the two rows that hold an end of every column's domain. */
export function sentinelStatement(
  end: 'low' | 'high',
  fixed: readonly FixedColumn[],
  columns: readonly StoredColumn[],
): string {
  const ends = columns.map((column) => (end === 'low' ? column.min : column.max));
  return `INSERT INTO series VALUES (${[...fixed.map((column) => column[end]), ...ends].join(', ')})`;
}

const PARTIAL = /^\.[0-9a-f]{32}\.partial(\.wal|\.tmp)?$/;

/** Where a snapshot stands, and where it is written until it is whole. */
export function snapshotPaths(folder: string, id: string): { readonly file: string; readonly partial: string } {
  return { file: join(folder, `${id}.duckdb`), partial: join(folder, `.${id}.partial`) };
}

/** Removes what interrupted publishes left in `folder`; no reader ever looks at those names. */
export function removePartials(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => PARTIAL.test(entry))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * SHA-256 over `salt` (hex) and a snapshot file's bytes, hex: what a `snapshot` record holds and a node compares.
 * @throws SfumatoError `snapshot-missing`.
 */
export async function hashSnapshotFile(file: string, salt: string): Promise<string> {
  const hash = createHash('sha256').update(hexToBytes(salt));
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) {
      hash.update(part);
    }
  } catch (cause) {
    throw systemCode(cause) === 'ENOENT' ? missingSnapshot(file) : unreadable(file, cause);
  }
  return hash.digest('hex');
}

/** What is said of a snapshot that isn't there. */
export function missingSnapshot(file: string): SfumatoError {
  const sentence = `The snapshot ${file} is missing; restore it from a backup, or publish another in the next slot.`;
  return new SfumatoError('snapshot-missing', sentence);
}

function unreadable(file: string, cause: unknown): SfumatoError {
  const sentence = `The snapshot ${file} could not be read; look at its rights and its disk, or restore it from a backup.`;
  return new SfumatoError('snapshot-missing', sentence, { cause });
}
