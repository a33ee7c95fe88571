import { type DuckDBType, INTEGER, UHUGEINT, USMALLINT, UTINYINT } from '@duckdb/node-api';
import { assert } from '../base/index.ts';
import type { StoredColumn } from './layout.ts';
import type { StagedInstance, StagedRow } from './staged-row.ts';

// header: values of one instance of a series; publish keeps the one of least rank.
// instance: every instance, to be counted distinctly. seen: keys of files already staged.

/** The statements that lay out an empty staging file. */
export function stagingTables(columns: readonly StoredColumn[]): readonly string[] {
  const values = columns.map(({ name, type }) => `, "${name}" ${type} NOT NULL`).join('');
  const keys = 'patient UHUGEINT NOT NULL, study UHUGEINT NOT NULL, series UHUGEINT NOT NULL';
  return [
    `CREATE TABLE header (${keys}, rank UHUGEINT NOT NULL${values})`,
    `CREATE TABLE instance (${keys}, instance UHUGEINT NOT NULL)`,
    'CREATE TABLE seen (file VARCHAR NOT NULL)',
    'CREATE TABLE layout (description VARCHAR NOT NULL)',
  ];
}

/** The stored types of columns, for bulk loading. */
export function duckTypes(columns: readonly StoredColumn[]): readonly DuckDBType[] {
  const types = { UTINYINT, USMALLINT, INTEGER } as const;
  return [UHUGEINT, UHUGEINT, UHUGEINT, UHUGEINT, ...columns.map(({ type }) => types[type])];
}

/** An instance as it is stored: four 128-bit keys. */
export interface EncodedInstance {
  readonly patient: bigint;
  readonly study: bigint;
  readonly series: bigint;
  readonly instance: bigint;
}

/** A staged row as it is stored: its instance, the rank of its header, and one value per column. */
export interface EncodedRow extends EncodedInstance {
  readonly rank: bigint;
  readonly values: readonly number[];
}

/** Checks and encodes an instance. @throws AssertionFailure for a malformed pseudonym. */
export function encodeInstance({ patient, study, series, instance }: StagedInstance): EncodedInstance {
  return {
    patient: pseudonym(patient),
    study: pseudonym(study),
    series: pseudonym(series),
    instance: pseudonym(instance),
  };
}

/** Checks and encodes a row. @throws AssertionFailure for a malformed pseudonym or a value outside its domain. */
export function encodeRow(row: StagedRow, columns: readonly StoredColumn[]): EncodedRow {
  const values = columns.map((column) => storedValue(row.values[column.name], column));
  assert(Object.keys(row.values).length <= columns.length, 'a staged row has no column that the policy lacks');
  const keys = encodeInstance(row);
  return { ...keys, rank: rankOf(keys.instance, values), values };
}

function storedValue(value: number | undefined, column: StoredColumn): number {
  const stored = value ?? column.missing;
  assert(Number.isInteger(stored) && stored >= column.min && stored <= column.max, 'a stored value is in its domain');
  return stored;
}

const PSEUDONYM = /^[0-9a-f]{32}$/;

function pseudonym(text: string): bigint {
  assert(PSEUDONYM.test(text), 'a pseudonym is 32 lower-case hex digits');
  return BigInt(`0x${text}`);
}

/**
 * Orders a series' headers: by instance pseudonym, and among headers that claim the same instance by a digest of
 * their values. Which one arrived first plays no part: that depends on other patients' files.
 */
function rankOf(instance: bigint, values: readonly number[]): bigint {
  let digest = 0x811c9dc5; // FNV-1a, 32 bits
  for (const value of values) {
    for (const byte of [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255]) {
      digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
    }
  }
  return ((instance >> 32n) << 32n) | BigInt(digest);
}
