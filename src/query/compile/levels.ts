import type { Measure } from '../../policy/index.ts';
import type { Countable } from '../nodes.ts';
import { countName, type Gathered, type Reduced } from './gathered.ts';
import { flagNames, type Parts } from './parts.ts';
import { identifier, type StatementWriter } from './statement-writer.ts';

// Reducing comes before clamping, and both look at one patient's own values alone. A choice among values goes by a hash of
// the patient's seed and the values themselves: where rows stand, and how studies are numbered, decides nothing.

/** One column of a level: an aggregate and its name. */
interface Column {
  readonly sql: string;
  readonly name: string;
}

/** What each study gives to each cell: values reduced where they are per study, else what is needed to reduce them per patient. */
export function studyLevel(gathered: Gathered, parts: Parts, rows: string): string {
  const columns: Column[] = [
    { sql: 'min("seed")', name: '"seed"' },
    ...gathered.counts.flatMap(({ of }) => (of === 'studies' || of === 'patients' ? [] : [rowCount(of, gathered)])),
    ...gathered.reduced.flatMap((reduced) => studyColumns(reduced, gathered, parts.writer)),
    ...(gathered.isOneCell ? [{ sql: 'bool_or("counts")', name: '"in_study"' }] : []),
  ];
  return level(gathered, parts, { from: rows, keys: ['"patient"', '"study"'], columns });
}

/** What each patient gives to each cell, bounded but for clamps. */
export function cellLevel(gathered: Gathered, parts: Parts, from: string): string {
  const { writer } = parts;
  const columns: Column[] = [
    ...(gathered.isOneCell ? [] : [{ sql: 'min("seed")', name: '"seed"' }]),
    ...gathered.counts.map(({ of, cap }) => {
      const { sql, name } = patientCount(of, gathered);
      return { sql: of === 'patients' ? sql : `least(${sql}, ${writer.bound(cap, 'INTEGER')})`, name };
    }),
    ...gathered.reduced.flatMap((reduced) => patientColumns(reduced, gathered, writer)),
  ];
  return level(gathered, parts, { from, keys: ['"patient"'], columns });
}

interface Level {
  readonly from: string;
  readonly keys: readonly string[];
  readonly columns: readonly Column[];
}

function level({ isOneCell }: Gathered, parts: Parts, { from, keys, columns }: Level): string {
  const all = isOneCell ? keys : [...keys, '"cell"'];
  const flags = flagNames(parts).map((name) => ({ sql: `bool_or(${name})`, name }));
  const selected = [...columns, ...flags].map(({ sql, name }) => `, ${sql} AS ${name}`).join('');
  return `SELECT ${all.join(', ')}${selected} FROM (${from}) GROUP BY ${all.join(', ')}`;
}

/** An aggregate over the rows that count, and that pass these tests. */
function filtered(aggregate: string, tests: readonly string[], { isOneCell }: Gathered): string {
  const all = isOneCell ? ['"counts"', ...tests] : tests;
  return all.length === 0 ? aggregate : `${aggregate} FILTER (WHERE ${all.join(' AND ')})`;
}

function rowCount(of: 'series' | 'instances', gathered: Gathered): Column {
  const counted = of === 'series' ? 'count(*)' : 'sum("instances")';
  return { sql: `coalesce(${filtered(counted, [], gathered)}, 0)`, name: countName(of) };
}

/** How many of something a patient has in a cell, out of rows or, where studies are told apart, out of studies. */
function patientCount(of: Countable, gathered: Gathered): Column {
  const { isOneCell, hasStudies } = gathered;
  const name = countName(of);
  const counts = hasStudies ? '"in_study"' : '"counts"';
  if (of === 'patients') {
    return { sql: isOneCell ? `CAST(bool_or(${counts}) AS INTEGER)` : '1', name };
  }
  if (of === 'studies') {
    return { sql: isOneCell ? `count(*) FILTER (WHERE ${counts})` : 'count(*)', name };
  }
  return hasStudies ? { sql: `sum(${name})`, name } : rowCount(of, gathered);
}

function studyColumns(reduced: Reduced, gathered: Gathered, writer: StatementWriter): readonly Column[] {
  const { names, values } = reduced;
  const source = rowSource(reduced, gathered, writer);
  if (values.per === 'study') {
    return names.map((name, at) => ({ sql: orMissing(source.reduce(at), at, { reduced, gathered, writer }), name }));
  }
  return values.reduce === 'mean'
    ? [...names.flatMap((name, at) => [{ sql: source.total(at), name: part(name, 's') }]), countedPart(names, source)]
    : names.map((name, at) => ({ sql: source.reduce(at), name }));
}

function countedPart(names: readonly string[], { number }: Source): Column {
  return { sql: number, name: part(names[0] ?? '', 'n') };
}

/** `"v0_0"` → `"v0_0_s"` */
function part(name: string, suffix: string): string {
  return `${name.slice(0, -1)}_${suffix}"`;
}

function patientColumns(reduced: Reduced, gathered: Gathered, writer: StatementWriter): readonly Column[] {
  const { names, values } = reduced;
  if (values.per === 'study') {
    // The studies that are kept: the least in keyed order. Equal keys have equal values, so it doesn't matter which.
    const order = keyedOrder(names);
    const isThere = ` FILTER (WHERE ${names[0]} IS NOT NULL)`;
    return names.map((name) => ({ sql: `arg_min(${name}, ${order}, ${values.cap})${isThere}`, name }));
  }
  const source = gathered.hasStudies ? studySource(reduced, writer) : rowSource(reduced, gathered, writer);
  return names.map((name, at) => ({ sql: orMissing(source.reduce(at), at, { reduced, gathered, writer }), name }));
}

interface Completing {
  readonly reduced: Reduced;
  readonly gathered: Gathered;
  readonly writer: StatementWriter;
}

/** In a histogram whoever has rows in the cell but no value gives MISSING. */
function orMissing(value: string, at: number, { reduced, gathered, writer }: Completing): string {
  const column = reduced.values.fields[at]?.column;
  if (!reduced.keepsMissing || column === undefined) {
    return value;
  }
  const complete = `coalesce(${value}, ${writer.bound(column.missingStep, 'INTEGER')})`;
  const counts = gathered.hasStudies && reduced.values.per === 'patient' ? '"in_study"' : '"counts"';
  return gathered.isOneCell ? `CASE WHEN bool_or(${counts}) THEN ${complete} END` : complete;
}

/** Where values are reduced from, and how. */
interface Source {
  /** The one value of the field `at`; NULL where there is none. */
  readonly reduce: (at: number) => string;
  /** Σ of steps above the lowest, and how many: the parts of a mean. */
  readonly total: (at: number) => string;
  readonly number: string;
}

/** Rows in which all fields have a value. */
function rowSource({ values }: Reduced, gathered: Gathered, writer: StatementWriter): Source {
  const columns = values.fields.map(({ column }) => column);
  const tests = columns.map((column) => `${identifier(column)} <> ${writer.bound(column.missingStep, 'INTEGER')}`);
  const over = (aggregate: string): string => filtered(aggregate, tests, gathered);
  const total = (at: number): string => {
    const [name, { lowest }] = [columns.map(identifier)[at], steps(columns[at], writer)];
    return over(`sum(CAST(${name} AS BIGINT) - ${lowest('BIGINT')})`);
  };
  const number = over('count(*)');
  const names = columns.map(identifier);
  return {
    total,
    number,
    reduce: (at) =>
      values.reduce === 'mean'
        ? meanOf(total(at), number, steps(columns[at], writer))
        : over(chosen(values.reduce, names, at)),
  };
}

/** Studies, each with its own value or the parts of one. */
function studySource({ names, values }: Reduced, writer: StatementWriter): Source {
  const total = (at: number): string => `sum(${part(names[at] ?? '', 's')})`;
  const number = `sum(${part(names[0] ?? '', 'n')})`;
  const isThere = ` FILTER (WHERE ${names[0]} IS NOT NULL)`;
  return {
    total,
    number,
    reduce: (at) =>
      values.reduce === 'mean'
        ? meanOf(total(at), number, steps(values.fields[at]?.column, writer))
        : `${chosen(values.reduce, names, at)}${isThere}`,
  };
}

function chosen(reduce: 'first' | 'min' | 'max', names: readonly string[], at: number): string {
  return reduce === 'first' ? `arg_min(${names[at]}, ${keyedOrder(names)})` : `${reduce}(${names[at]})`;
}

/**
 * The patient's secret order of values. The engine joins hashes by XOR: by one hash alone some of three or more values would come first
 * more often than others, the same ones for every patient.
 */
function keyedOrder(names: readonly string[]): string {
  return `hash(hash("seed", ${names.join(', ')}))`;
}

interface Steps {
  readonly lowest: (type: 'BIGINT' | 'INTEGER') => string;
}

function steps(column: Measure | undefined, writer: StatementWriter): Steps {
  return { lowest: (type) => writer.bound(column?.minStep ?? 0, type) };
}

/** The mean in whole steps, halves upwards; nothing is divided by a number that could be 0. */
function meanOf(total: string, number: string, { lowest }: Steps): string {
  return `CAST((2 * ${total} + ${number}) // (2 * greatest(${number}, 1)) AS INTEGER) + ${lowest('INTEGER')}`;
}
