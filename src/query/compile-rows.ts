import { assert } from '../base/index.ts';
import { carriedFlags, flagColumns, flagNames, ifInCohort, type Parts } from './compile-parts.ts';
import type { Bounded } from './question.ts';

/** Bits of what one number packs: keyed order (31), cell (13), count (20). */
const COUNT_BITS = 20;
const CELL_BITS = 13;

/** The largest count that fits. */
export const PER_GROUP_MAX = 2 ** COUNT_BITS - 1;

/** Everything that masks don't count: one bounded count per patient and cell, of which each patient keeps some, summed. */
export function rowsStatement(question: Bounded, parts: Parts): string {
  return question.cells === 1 ? totalStatement(question, parts) : groupedStatement(question, parts);
}

/** One cell: nothing has to be chosen, so one bounded count per patient is enough. */
function totalStatement(question: Bounded, parts: Parts): string {
  const bounded = `least("n", ${parts.writer.bound(question.perGroup, 'INTEGER')})`;
  return `
    SELECT 0 AS "cell", coalesce(sum(${ifInCohort(parts, bounded, '0')}), 0) AS "total"
    FROM (${countedPatients(question, parts)})`;
}

function countedPatients({ count }: Bounded, parts: Parts): string {
  if (count === 'studies') {
    return `
      SELECT count(*) FILTER (WHERE "in_study") AS "n"${carriedFlags(parts)}
      FROM (
        SELECT "patient", bool_or(${parts.row}) AS "in_study"${flagColumns(parts)}
        FROM series WHERE "live" = 1 GROUP BY "patient", "study")
      GROUP BY "patient"`;
  }
  const amount = count === 'instances' ? 'CAST("instances" AS BIGINT)' : '1';
  return `
    SELECT sum(CASE WHEN ${parts.row} THEN ${amount} ELSE 0 END) AS "n"${flagColumns(parts)}
    FROM series WHERE "live" = 1 GROUP BY "patient"`;
}

/**
 * Several cells: a patient's counts are packed behind a keyed order of seed and cell, so that the least of them are the
 * ones that are kept.
 */
function groupedStatement(question: Bounded, parts: Parts): string {
  const { writer } = parts;
  const { cells, groupsPerPatient, perGroup } = question;
  assert(cells < 2 ** CELL_BITS, 'a cell fits its bits');
  const low = COUNT_BITS + CELL_BITS;
  const order = `((hash("seed", CAST("cell" AS INTEGER)) >> ${low}) << ${low})`;
  const counted = `CAST(least("n", ${writer.bound(perGroup, 'INTEGER')}) AS UBIGINT)`;
  const isCell = `"cell" < ${writer.bound(cells, 'INTEGER')}`;
  return `
    SELECT ("kept" >> ${COUNT_BITS}) & ${2 ** CELL_BITS - 1} AS "cell", sum("kept" & ${PER_GROUP_MAX}) AS "total"
    FROM (
      SELECT unnest(${ifInCohort(parts, '"keys"', '[]')}) AS "kept"
      FROM (
        SELECT min("key", ${groupsPerPatient}) FILTER (WHERE ${isCell}) AS "keys"${carriedFlags(parts)}
        FROM (
          SELECT "patient", "cell", ${order} | (CAST("cell" AS UBIGINT) << ${COUNT_BITS}) | ${counted} AS "key"${flagNames(parts)}
          FROM (${countedCells(question, parts)}))
        GROUP BY "patient"))
    GROUP BY 1`;
}

const COUNTS = { patients: '1', studies: 'count(*)', series: 'count(*)', instances: 'sum("instances")' } as const;

/** Per patient and cell: how much it counts, before any bound. Rows that don't count lie in the cell after the last. */
function countedCells({ count, cells }: Bounded, parts: Parts): string {
  const cell = `CASE WHEN ${parts.row} THEN ${parts.cell} ELSE ${parts.writer.bound(cells, 'INTEGER')} END`;
  if (count === 'studies') {
    return `
      SELECT "patient", "cell", min("seed") AS "seed", ${COUNTS[count]} AS "n"${carriedFlags(parts)}
      FROM (
        SELECT "patient", "study", ${cell} AS "cell", min("seed") AS "seed"${flagColumns(parts)}
        FROM series WHERE "live" = 1 GROUP BY 1, 2, 3)
      GROUP BY 1, 2`;
  }
  return `
    SELECT "patient", ${cell} AS "cell", min("seed") AS "seed", ${COUNTS[count]} AS "n"${flagColumns(parts)}
    FROM series WHERE "live" = 1 GROUP BY 1, 2`;
}
