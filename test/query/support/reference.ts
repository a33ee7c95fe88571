import type { By, Cohort, Condition, Matcher, Query } from '../../../src/contract/index.ts';
import type { Column, Policy } from '../../../src/policy/index.ts';
import type { Snapshot } from '../../../src/warehouse/scan.ts';
import { rowsOf, type StoredRow } from '../../warehouse/support/stored-rows.ts';

// A second, slow implementation of what a question means, written from the contract and not from the planner's nodes:
// it works on named values and numbers, patient by patient.

/** A row with its values as a reader would write them; `undefined` where one is absent. */
export interface NamedRow {
  readonly study: bigint;
  readonly instances: bigint;
  readonly values: Readonly<Record<string, string | number | undefined>>;
}

/** One patient of a snapshot. */
export interface NamedPatient {
  readonly seed: bigint;
  readonly block: number;
  readonly rows: readonly NamedRow[];
}

export async function patientsOf(snapshot: Snapshot, policy: Policy): Promise<NamedPatient[]> {
  const patients = new Map<bigint, { seed: bigint; block: number; rows: NamedRow[] }>();
  for (const row of await rowsOf(snapshot, policy)) {
    const position = row.patient ?? 0n;
    const patient = patients.get(position) ?? { seed: row.seed ?? 0n, block: Number(row.block), rows: [] };
    patient.rows.push(named(row, policy));
    patients.set(position, patient);
  }
  return [...patients.values()];
}

function named(row: StoredRow, policy: Policy): NamedRow {
  const values = [...policy.columns].map(([keyword, column]) => {
    const stored = Number(row[keyword]);
    if (column.kind === 'dimension') {
      return [keyword, stored === column.missingCode ? undefined : column.values[stored]];
    }
    return [keyword, stored === column.missingStep ? undefined : stored * column.step];
  });
  return { study: row.study ?? 0n, instances: row.instances ?? 0n, values: Object.fromEntries(values) };
}

export function matches(condition: Condition, row: Pick<NamedRow, 'values'>): boolean {
  if ('all' in condition) {
    return (condition.all as readonly Condition[]).every((child) => matches(child, row));
  }
  if ('any' in condition) {
    return (condition.any as readonly Condition[]).some((child) => matches(child, row));
  }
  if ('not' in condition) {
    return !matches(condition.not as Condition, row);
  }
  const leaf = condition as Record<string, Matcher>;
  return Object.entries(leaf).every(([field, matcher]) => fits(row.values[field], matcher));
}

function fits(value: string | number | undefined, matcher: Matcher): boolean {
  if (value === undefined) {
    return false;
  }
  if (Array.isArray(matcher)) {
    return matcher.some((one) => String(one) === String(value));
  }
  if (typeof matcher === 'object') {
    const [low, high] = matcher.between;
    return value !== 'OTHER' && Number(value) >= low && Number(value) <= high;
  }
  return String(matcher) === String(value);
}

export function isIn(cohort: Cohort, rows: readonly Pick<NamedRow, 'values'>[]): boolean {
  if ('all' in cohort) {
    return cohort.all.every((child) => isIn(child, rows));
  }
  if ('any' in cohort) {
    return cohort.any.some((child) => isIn(child, rows));
  }
  return 'not' in cohort ? !isIn(cohort.not, rows) : rows.some((row) => matches(cohort.has, row));
}

/** The name of a row's place on one axis, or `undefined` when it has none. */
function place(by: By, row: NamedRow, policy: Policy): string | undefined {
  const field = typeof by === 'string' ? by : by.field;
  const column = policy.columns.get(field) as Column;
  const value = row.values[field];
  if (column.kind === 'dimension') {
    const name = value === undefined ? 'MISSING' : String(value);
    return typeof by === 'string' || !('values' in by) || by.values.includes(name) ? name : undefined;
  }
  if (value === undefined) {
    return 'MISSING';
  }
  const edges = typeof by === 'object' && 'bins' in by ? by.bins : (column.field.range?.bins ?? []);
  return binOf(Number(value), edges);
}

/** The bin that a number lies in. */
export function binOf(value: number, edges: readonly number[]): string {
  const at = edges.findLastIndex((edge) => value >= edge);
  if (at < 0) {
    return 'below';
  }
  if (at < edges.length - 2) {
    return `[${edges[at]}, ${edges[at + 1]})`;
  }
  return value <= (edges.at(-1) ?? 0) ? `[${edges.at(-2)}, ${edges.at(-1)}]` : 'above';
}

/** Which `most` of a patient's cells, of which there are more, are kept is a choice by seed. */
export type Choice = (
  own: readonly number[],
  by: { readonly seed: bigint; readonly most: number },
) => readonly number[];

/** As masks choose: in a circle, one class of seeds after the other. */
export function maskChoice(cells: number): Choice {
  return (own, { seed, most }) => {
    const circle = [...own].sort((left, right) => left - right);
    const low = circle.map((cell) => 2n ** BigInt(cells - 1 - cell)).reduce((sum, bit) => sum + bit, 0n) % 2n ** 31n;
    const from = Number((low + (seed % 16n) * BigInt(most)) % BigInt(circle.length));
    return Array.from({ length: most }, (_, more) => circle[(from + more) % circle.length] ?? -1);
  };
}

const WORD = (1n << 64n) - 1n;

function mixed(word: bigint): bigint {
  let x = word & WORD;
  x = ((x ^ (x >> 32n)) * 0xd6e8feb86659fd93n) & WORD;
  x = ((x ^ (x >> 32n)) * 0xd6e8feb86659fd93n) & WORD;
  return x ^ (x >> 32n);
}

/** What the engine's `hash(seed, …)` gives: a seed of 64 bits, then integers of 32. `hash.test.ts` compares it with the engine. */
export function engineHash(seed: bigint, ...values: readonly number[]): bigint {
  return values.reduce((hash, value) => {
    const turned = ((hash ^ (hash >> 32n)) * 0xd6e8feb86659fd93n) & WORD;
    return turned ^ mixed(BigInt.asUintN(32, BigInt(value)));
  }, mixed(seed));
}

/** What orders the values of a patient: `hash(hash(seed, …))`. */
export function keyedHash(seed: bigint, ...values: readonly number[]): bigint {
  return mixed(engineHash(seed, ...values));
}

/** As rows choose: the first by `hash(hash(hash(seed, cell)))`. */
export const hashChoice: Choice = (own, { seed, most }) =>
  [...own]
    .sort((left, right) => (mixed(keyedHash(seed, left)) < mixed(keyedHash(seed, right)) ? -1 : 1))
    .slice(0, most);

/** What bounds one patient's contribution. */
export interface Truncation {
  readonly groupsPerPatient: number;
  readonly choice: Choice;
  readonly keys: readonly Readonly<Record<string, string>>[];
}

/** One patient's rows in the cells that the patient keeps. */
export interface KeptRows {
  readonly seed: bigint;
  readonly cells: readonly (readonly [cell: number, rows: readonly NamedRow[]])[];
}

/** Everybody in the cohort with the cells that count. */
export function keptRows(
  patients: readonly NamedPatient[],
  { query, policy, truncation }: { query: Query; policy: Policy; truncation: Truncation },
): KeptRows[] {
  const { groupsPerPatient: most, choice, keys } = truncation;
  const places = new Map(keys.map((key, at) => [JSON.stringify(key), at]));
  return patients.map((patient) => {
    const { seed } = patient;
    const isCounted =
      query.blocks.includes(patient.block) && (query.cohort === undefined || isIn(query.cohort, patient.rows));
    const own = isCounted ? cellsOfPatient(patient, { query, policy, places }) : new Map<number, NamedRow[]>();
    const kept = own.size > most ? choice([...own.keys()], { seed, most }) : [...own.keys()];
    return { seed, cells: [...own].filter(([cell]) => kept.includes(cell)) };
  });
}

function cellsOfPatient(
  patient: NamedPatient,
  { query, policy, places }: { query: Query; policy: Policy; places: ReadonlyMap<string, number> },
): Map<number, NamedRow[]> {
  const by = [...(query.by ?? [])].sort((left, right) => (fieldOf(left) < fieldOf(right) ? -1 : 1));
  const cells = new Map<number, NamedRow[]>();
  for (const row of patient.rows) {
    const key = Object.fromEntries(by.map((one) => [fieldOf(one), place(one, row, policy)]));
    const cell = places.get(JSON.stringify(key));
    if (cell !== undefined && (query.where === undefined || matches(query.where, row))) {
      cells.set(cell, [...(cells.get(cell) ?? []), row]);
    }
  }
  return cells;
}

function fieldOf(by: By): string {
  return typeof by === 'string' ? by : by.field;
}
