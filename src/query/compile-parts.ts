import type { CohortExpression } from './compile-condition.ts';
import type { StatementWriter } from './statement-writer.ts';

/** Pieces that both paths are made of. */
export interface Parts {
  readonly writer: StatementWriter;
  /** Whether a row counts at all: where, cells that were asked for, block and scope. */
  readonly row: string;
  /** Which cell a row that counts lies in. */
  readonly cell: string;
  readonly cohort: CohortExpression;
}

/** `value` where the patient is in the cohort, else `otherwise`. */
export function ifInCohort({ cohort }: Parts, value: string, otherwise: string): string {
  return cohort.tests.length === 0
    ? value
    : `CASE WHEN ${cohort.tests.join(' AND ')} THEN ${value} ELSE ${otherwise} END`;
}

/** The columns of a group that say which `has` it satisfies, each after a comma. */
export function flagColumns({ cohort }: Parts): string {
  return cohort.flags.map(({ name, row }) => `, bool_or(${row}) AS ${name}`).join('');
}

/** The same over groups that were made one level below. */
export function carriedFlags({ cohort }: Parts): string {
  return cohort.flags.map(({ name }) => `, bool_or(${name}) AS ${name}`).join('');
}

/** The names of those columns, each after a comma. */
export function flagNames({ cohort }: Parts): string {
  return cohort.flags.map(({ name }) => `, ${name}`).join('');
}
