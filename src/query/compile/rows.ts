import { type Bounded, isTruncated } from '../question.ts';
import { type Gathered, gatheredOf } from './gathered.ts';
import { cellLevel, studyLevel } from './levels.ts';
import { flagNames, ifInCohort, type Parts, rowColumns } from './parts.ts';
import { resultStatement } from './result.ts';

/**
 * Everything that masks don't count. Level by level: a row's cell and columns; with studies, what each study of a patient gives
 * to each cell; what each patient gives to each cell; the cells that the patient keeps; and the sums of what was kept. Gives
 * rows of integers: piece, cell, place in the cell, total.
 */
export function rowsStatement(question: Bounded, parts: Parts): string {
  const gathered = gatheredOf(question);
  const rows = rowLevel(question, gathered, parts);
  const studies = gathered.hasStudies ? studyLevel(gathered, parts, rows) : rows;
  const cells = cellLevel(gathered, parts, studies);
  return resultStatement(question, { gathered, parts, bounded: keptLevel(question, gathered, { parts, cells }) });
}

/** One line a row: which cell it lies in, or whether it counts at all, and the columns that are needed of it. */
function rowLevel({ cells }: Bounded, gathered: Gathered, parts: Parts): string {
  const { writer, row, cell } = parts;
  const place = gathered.isOneCell
    ? `${row} AS "counts"`
    : `CASE WHEN ${row} THEN ${cell} ELSE ${writer.bound(cells, 'INTEGER')} END AS "cell"`;
  return `SELECT ${rowColumns(gathered)}, ${place}${flagRows(parts)} FROM series WHERE "live" = 1`;
}

function flagRows({ cohort }: Parts): string {
  return cohort.flags.map(({ name, row }) => `, ${row} AS ${name}`).join('');
}

interface Keeping {
  readonly parts: Parts;
  readonly cells: string;
}

/**
 * What patients in the cohort give to the cells that they keep: those that come first in the keyed order of seed and cell.
 * Which cells are kept is decided once for all measures of a question. Hashed as `keyedOrder`, and once
 * more: by the same hash a cell that is kept would prefer the value of its own number.
 */
function keptLevel(question: Bounded, { columns, isOneCell }: Gathered, { parts, cells }: Keeping): string {
  const { cohort, writer } = parts;
  if (isOneCell) {
    const inCohort = columns.map((name) => `${ifInCohort(parts, name)} AS ${name}`);
    return cohort.tests.length === 0 ? cells : `SELECT ${inCohort.join(', ')} FROM (${cells})`;
  }
  const names = ['"cell"', ...columns];
  if (!isTruncated(question) && cohort.tests.length === 0) {
    // Nothing has to be chosen. The cell after the last is dropped where results are read, so that no scan sees a test.
    return `SELECT ${names.join(', ')} FROM (${cells})`;
  }
  const isCell = `"cell" < ${writer.bound(question.cells, 'INTEGER')}`;
  const packed = `struct_pack(${names.map((name) => `${name} := ${name}`).join(', ')})`;
  return `
    SELECT ${names.map((name) => `"kept".${name} AS ${name}`).join(', ')}
    FROM (
      SELECT unnest(${ifInCohort(parts, '"groups"')}) AS "kept"
      FROM (
        SELECT arg_min(${packed}, hash(hash(hash("seed", CAST("cell" AS INTEGER)))), ${question.groupsPerPatient})
          FILTER (WHERE ${isCell}) AS "groups"${flagNames(parts)
            .map((name) => `, bool_or(${name}) AS ${name}`)
            .join('')}
        FROM (${cells}) GROUP BY "patient"))`;
}
