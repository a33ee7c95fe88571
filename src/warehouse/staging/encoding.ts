import { assert } from '../../base/index.ts';
import type { StoredColumn } from '../layout.ts';
import { INSTANCES_MAX } from '../snapshot-file.ts';
import type { StagedInstance, StagedRow } from './row.ts';

/** An instance as it is stored: four 128-bit keys. */
export interface EncodedInstance {
  readonly patient: bigint;
  readonly study: bigint;
  readonly series: bigint;
  readonly instance: bigint;
}

/** Where the values of a row are: one per column, from `from` on. */
export interface ValuePlace {
  readonly values: Int32Array;
  readonly from: number;
}

/** A staged row as it is stored; its values stand elsewhere. */
export interface EncodedRow extends EncodedInstance {
  readonly valuesFrom: number;
  /** One text per series, and another one where `instances` is known. */
  readonly key: string;
  /** Tells apart headers that claim the same instance. */
  readonly digest: number;
  readonly device: bigint | null;
  readonly day: bigint | null;
  readonly instances: number | null;
}

/** Checks and encodes instances. @throws AssertionFailure for a malformed pseudonym. */
export function instanceEncoder(): (instance: StagedInstance) => EncodedInstance {
  const [patient, study, series] = [pseudonymReader(), pseudonymReader(), pseudonymReader()];
  return (one) => ({
    patient: patient(one.patient),
    study: study(one.study),
    series: series(one.series),
    instance: pseudonym(one.instance),
  });
}

/** Checks and encodes rows with these columns; their values are put in place. @throws AssertionFailure as `Staging.add` says. */
export function rowEncoder(columns: readonly StoredColumn[]): (row: StagedRow, place: ValuePlace) => EncodedRow {
  const readers = [pseudonymReader(), pseudonymReader(), pseudonymReader(), pseudonymReader()] as const;
  const [patient, study, series, device] = readers;
  return (row, place) => {
    const valuesDigest = putValues(row.values, columns, place);
    return {
      valuesFrom: place.from,
      patient: patient(row.patient),
      study: study(row.study),
      series: series(row.series),
      instance: pseudonym(row.instance),
      key: row.patient + row.study + row.series + (row.instances === undefined ? '' : '#'),
      digest: digestOfText(valuesDigest, `${row.day} ${row.device}`),
      device: row.device === undefined ? null : device(row.device),
      day: row.day === undefined ? null : dayOf(row.day),
      instances: row.instances === undefined ? null : instancesOf(row.instances),
    };
  };
}

/** Whether a header goes before another of its series. Which came first plays no part: that depends on other patients' files. */
export function isLess(one: EncodedRow, other: EncodedRow): boolean {
  return one.instance === other.instance ? one.digest < other.digest : one.instance < other.instance;
}

const DAY_MAX = 2 ** 48;

function dayOf(day: number): bigint {
  assert(Number.isInteger(day) && day >= 0 && day <= DAY_MAX, 'a staged day is an integer from 0 to 2^48');
  return BigInt(day);
}

function instancesOf(instances: number): number {
  assert(Number.isSafeInteger(instances) && instances >= 0, 'a number of instances is a non-negative integer');
  return Math.min(instances, INSTANCES_MAX);
}

// FNV-1a, 32 bits.
const DIGEST_BASIS = 0x811c9dc5;
const DIGEST_PRIME = 0x01000193;

/** Puts a row's values in place and gives a digest of them. */
function putValues(given: StagedRow['values'], columns: readonly StoredColumn[], { values, from }: ValuePlace): number {
  let found = 0;
  let at = from;
  let digest = DIGEST_BASIS;
  for (const { name, missing, min, max } of columns) {
    const value = given[name];
    found += value === undefined ? 0 : 1;
    const stored = value ?? missing;
    assert(Number.isInteger(stored) && stored >= min && stored <= max, 'a stored value is in its domain');
    values[at] = stored;
    at += 1;
    digest = Math.imul(digest ^ (stored & 0xffff), DIGEST_PRIME);
    digest = Math.imul(digest ^ (stored >>> 16), DIGEST_PRIME);
  }
  assert(Object.keys(given).length === found, 'a staged row has no column that is not staged');
  return digest;
}

function digestOfText(before: number, text: string): number {
  let digest = before;
  for (let at = 0; at < text.length; at += 1) {
    digest = Math.imul(digest ^ text.charCodeAt(at), DIGEST_PRIME);
  }
  return digest >>> 0;
}

const PSEUDONYM = /^[0-9a-f]{32}$/;

function pseudonym(text: string): bigint {
  assert(PSEUDONYM.test(text), 'a pseudonym is 32 lower-case hex digits');
  return BigInt(`0x${text}`);
}

/** Reads pseudonyms; the one before is kept, because instances of one series come one after the other. */
function pseudonymReader(): (text: string) => bigint {
  let before: string | undefined;
  let value = 0n;
  return (text) => {
    if (text !== before) {
      value = pseudonym(text);
      before = text;
    }
    return value;
  };
}
