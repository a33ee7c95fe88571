import { flagColumns, ifInCohort, type Parts } from './compile-parts.ts';
import { type Bounded, isTruncated } from './question.ts';
import { LOW_WORD_BITS, SEED_CLASSES } from './truncate.ts';

const LOW_WORD = 2 ** LOW_WORD_BITS - 1;

/**
 * Patients by cell, for at most 62 cells: one bit per cell and patient, then how many patients have each mask. Where a
 * patient may touch more cells than count, masks with too many bits are told apart by the class of the patient's seed,
 * and `truncate.ts` keeps the right number of each. Gives rows of 32-bit integers: low word, high word, class, patients.
 */
export function masksStatement(question: Bounded, parts: Parts): string {
  const isWide = question.cells > LOW_WORD_BITS - 1; // the sign of an INTEGER stays free
  const type = isWide ? 'BIGINT' : 'INTEGER';
  const bit = question.cells === 1 ? '1' : `CAST(1 AS ${type}) << CAST(${parts.cell} AS ${type})`;
  const words = isWide
    ? `CAST("mask" & ${LOW_WORD} AS INTEGER), CAST("mask" >> ${LOW_WORD_BITS} AS INTEGER)`
    : '"mask", 0';
  return `
    SELECT ${words}, "kept_by", CAST(count(*) AS INTEGER)
    FROM (${isTruncated(question) ? truncatedMasks(question, parts, bit) : plainMasks(parts, bit)})
    GROUP BY "mask", "kept_by"`;
}

function plainMasks(parts: Parts, bit: string): string {
  return `
    SELECT ${ifInCohort(parts, '"bits"', '0')} AS "mask", 0 AS "kept_by"
    FROM (
      SELECT bit_or(CASE WHEN ${parts.row} THEN ${bit} ELSE 0 END) AS "bits"${flagColumns(parts)}
      FROM series WHERE "live" = 1 GROUP BY "patient")`;
}

function truncatedMasks({ groupsPerPatient }: Bounded, parts: Parts, bit: string): string {
  const most = parts.writer.bound(groupsPerPatient, 'INTEGER');
  return `
    SELECT "mask", CASE WHEN bit_count("mask") > ${most} THEN "class" ELSE 0 END AS "kept_by"
    FROM (
      SELECT ${ifInCohort(parts, '"bits"', '0')} AS "mask", "class"
      FROM (
        SELECT bit_or(CASE WHEN ${parts.row} THEN ${bit} ELSE 0 END) AS "bits",
          CAST(min("seed") & ${SEED_CLASSES - 1} AS INTEGER) AS "class"${flagColumns(parts)}
        FROM series WHERE "live" = 1 GROUP BY "patient"))`;
}
