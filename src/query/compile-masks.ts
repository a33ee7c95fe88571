import { flagColumns, ifInCohort, type Parts } from './compile-parts.ts';
import { type Bounded, isTruncated } from './question.ts';
import { SEED_CLASSES } from './truncate.ts';

const INTEGER_MASK_CELLS_MAX = 30; // the sign stays free

/**
 * Patients by cell, for at most 62 cells: one bit per cell and patient, then how many patients have each mask. Where a
 * patient may touch more cells than count, masks with too many bits are told apart by the class of the patient's seed,
 * and `truncate.ts` keeps the right number of each.
 */
export function masksStatement(question: Bounded, parts: Parts): string {
  const type = question.cells <= INTEGER_MASK_CELLS_MAX ? 'INTEGER' : 'BIGINT';
  const bit = question.cells === 1 ? '1' : `CAST(1 AS ${type}) << CAST(${parts.cell} AS ${type})`;
  return isTruncated(question) ? truncatedMasks(question, parts, bit) : plainMasks(parts, bit);
}

function plainMasks(parts: Parts, bit: string): string {
  return `
    SELECT ${ifInCohort(parts, '"bits"', '0')} AS "mask", 0 AS "kept_by", count(*) AS "patients"
    FROM (
      SELECT bit_or(CASE WHEN ${parts.row} THEN ${bit} ELSE 0 END) AS "bits"${flagColumns(parts)}
      FROM series WHERE "live" = 1 GROUP BY "patient")
    GROUP BY 1`;
}

function truncatedMasks({ groupsPerPatient }: Bounded, parts: Parts, bit: string): string {
  const most = parts.writer.bound(groupsPerPatient, 'INTEGER');
  return `
    SELECT "mask", CASE WHEN bit_count("mask") > ${most} THEN "class" ELSE 0 END AS "kept_by", count(*) AS "patients"
    FROM (
      SELECT ${ifInCohort(parts, '"bits"', '0')} AS "mask", "class"
      FROM (
        SELECT bit_or(CASE WHEN ${parts.row} THEN ${bit} ELSE 0 END) AS "bits",
          CAST(min("seed") & ${SEED_CLASSES - 1} AS INTEGER) AS "class"${flagColumns(parts)}
        FROM series WHERE "live" = 1 GROUP BY "patient"))
    GROUP BY 1, 2`;
}
