import { assert } from '../base/index.ts';
import type { BoundStatement } from '../warehouse/scan.ts';
import { type CellExpression, cellExpression } from './compile-cell.ts';
import { type CohortExpression, cohortExpression, rowExpression } from './compile-condition.ts';
import type { Bounded } from './question.ts';
import { type StatementWriter, statementWriter } from './statement-writer.ts';

// Every statement reads all live rows of all patients. Conditions stand in CASE and in aggregates over a patient's rows,
// never in WHERE: what a scan reads, and so its plan, is the same for every question and every patient.

/** How many fixed permutations decide which cells are kept where a patient has too many; a power of two. */
export const SEED_CLASSES = 16;

/** Every project may use every patient; narrower scopes have bits of their own. */
const EVERY_PROJECT = 1;

const IN_SCOPE = '"in_scope"';

/** Bits of what the `rows` path packs into 64: keyed order (31), cell (13), count (20). */
const COUNT_BITS = 20;
const CELL_BITS = 13;

interface Parts {
  readonly writer: StatementWriter;
  readonly row: string;
  readonly place: CellExpression;
  readonly cohort: CohortExpression;
  readonly inScope: string;
}

/** Compiles a question to one statement with bound values; identifiers come from the policy's columns only. */
export function compiled(question: Bounded): BoundStatement {
  const writer = statementWriter();
  const where = question.where === undefined ? [] : [rowExpression(question.where, writer)];
  const place = cellExpression(question.axes, writer);
  const parts: Parts = {
    writer,
    row: allOf([...where, ...place.tests]),
    place,
    cohort: cohortExpression(question.cohort, writer),
    inScope: scopeExpression(question, writer),
  };
  const sql = question.path === 'masks' ? masksStatement(question, parts) : rowsStatement(question, parts);
  return Object.freeze({ sql: sql.replaceAll(/\s+/g, ' ').trim(), parameters: writer.parameters() });
}

function allOf(tests: readonly string[]): string {
  return tests.length === 0 ? 'true' : tests.join(' AND ');
}

function scopeExpression({ blocksHere }: Bounded, writer: StatementWriter): string {
  const blocks = blocksHere.map((block) => writer.bound(block, 'USMALLINT')).join(', ');
  return `("block" IN (${blocks}) AND ("scope" & ${writer.bound(EVERY_PROJECT, 'UINTEGER')}) <> 0)`;
}

/** Flags over the rows of a group: one per `has`, and whether block and scope fit. */
function flagColumns({ cohort, inScope }: Parts): string {
  const flags = [...cohort.flags, { name: IN_SCOPE, row: inScope }];
  return flags.map(({ name, row }) => `bool_or(${row}) AS ${name}`).join(', ');
}

function flagNames({ cohort }: Parts): readonly string[] {
  return [...cohort.flags.map(({ name }) => name), IN_SCOPE];
}

/** The same flags over groups that were counted one level below. */
function carriedFlags(parts: Parts): string {
  return flagNames(parts)
    .map((name) => `bool_or(${name}) AS ${name}`)
    .join(', ');
}

/** One bit per cell and patient; then how many patients have each mask, by seed class where a mask has too many bits. */
function masksStatement({ groupsPerPatient }: Bounded, parts: Parts): string {
  const { writer, row, place, cohort } = parts;
  return `
    SELECT "mask",
      CASE WHEN bit_count("mask") > ${writer.bound(groupsPerPatient, 'INTEGER')} THEN "class" ELSE 0 END AS "kept_by",
      count(*) AS "patients"
    FROM (
      SELECT CASE WHEN ${allOf([...cohort.tests, IN_SCOPE])} THEN "bits" ELSE 0 END AS "mask", "class"
      FROM (
        SELECT bit_or(CASE WHEN ${row} THEN CAST(1 AS BIGINT) << CAST(${place.cell} AS BIGINT) ELSE 0 END) AS "bits",
          CAST(min("seed") & ${SEED_CLASSES - 1} AS INTEGER) AS "class", ${flagColumns(parts)}
        FROM series WHERE "live" = 1 GROUP BY "patient"))
    GROUP BY 1, 2`;
}

/** One bounded count per patient and cell, of which each patient keeps `groupsPerPatient` in keyed order; then the sums. */
function rowsStatement(question: Bounded, parts: Parts): string {
  const { writer, cohort } = parts;
  const { cells, groupsPerPatient, perGroup } = question;
  assert(cells < 2 ** CELL_BITS, 'a cell fits its bits');
  const keyed = `hash("seed", CAST("cell" AS INTEGER)) >> ${COUNT_BITS + CELL_BITS}`;
  const counted = `CAST(least("n", ${writer.bound(perGroup, 'INTEGER')}) AS UBIGINT)`;
  return `
    SELECT ("kept" >> ${COUNT_BITS}) & ${2 ** CELL_BITS - 1} AS "cell", sum("kept" & ${2 ** COUNT_BITS - 1}) AS "total"
    FROM (
      SELECT unnest(CASE WHEN ${allOf([...cohort.tests, IN_SCOPE])} THEN "keys" ELSE [] END) AS "kept"
      FROM (
        SELECT min("key", ${groupsPerPatient}) FILTER (WHERE "cell" < ${writer.bound(cells, 'INTEGER')}) AS "keys",
          ${carriedFlags(parts)}
        FROM (
          SELECT "patient", "cell", ${flagNames(parts).join(', ')},
            ((${keyed}) << ${COUNT_BITS + CELL_BITS}) | (CAST("cell" AS UBIGINT) << ${COUNT_BITS}) | ${counted} AS "key"
          FROM (${countedCells(question, parts)}))
        GROUP BY "patient"))
    GROUP BY 1`;
}

const COUNTS = { patients: '1', studies: 'count(*)', series: 'count(*)', instances: 'sum("instances")' } as const;

/** Per patient and cell: how much it counts, before any bound. Rows that fail the question lie in the cell after the last. */
function countedCells({ count, cells }: Bounded, parts: Parts): string {
  const { writer, row, place } = parts;
  const cell = `CASE WHEN ${row} THEN ${place.cell} ELSE ${writer.bound(cells, 'INTEGER')} END`;
  if (count === 'studies') {
    return `
      SELECT "patient", "cell", min("seed") AS "seed", ${COUNTS[count]} AS "n", ${carriedFlags(parts)}
      FROM (
        SELECT "patient", "study", ${cell} AS "cell", min("seed") AS "seed", ${flagColumns(parts)}
        FROM series WHERE "live" = 1 GROUP BY 1, 2, 3)
      GROUP BY 1, 2`;
  }
  return `
    SELECT "patient", ${cell} AS "cell", min("seed") AS "seed", ${COUNTS[count]} AS "n", ${flagColumns(parts)}
    FROM series WHERE "live" = 1 GROUP BY 1, 2`;
}
