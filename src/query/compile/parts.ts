import type { CohortExpression } from './condition.ts';
import type { Gathered } from './gathered.ts';
import { identifier, type StatementWriter } from './statement-writer.ts';

/** Pieces that both paths are made of. */
export interface Parts {
  readonly writer: StatementWriter;
  /** What a row must pass to count at all: where, cells that were asked for, block and scope. */
  readonly rowTests: readonly string[];
  /** All of that in one. */
  readonly row: string;
  /** Which cell a row that counts lies in. */
  readonly cell: string;
  readonly cohort: CohortExpression;
}

/** `value` where the patient is in the cohort, else `otherwise` or nothing. */
export function ifInCohort({ cohort }: Parts, value: string, otherwise?: string): string {
  const orElse = otherwise === undefined ? '' : ` ELSE ${otherwise}`;
  return cohort.tests.length === 0 ? value : `CASE WHEN ${cohort.tests.join(' AND ')} THEN ${value}${orElse} END`;
}

/** The columns of a group that say which `has` it satisfies. */
export function flagNames({ cohort }: Parts): readonly string[] {
  return cohort.flags.map(({ name }) => name);
}

/** The columns of a row that a statement gathers from. */
export function rowColumns({ counts, reduced, hasStudies }: Gathered): string {
  const measured = reduced.flatMap(({ values }) => values.fields.map(({ column }) => identifier(column)));
  const own = ['"patient"', ...(hasStudies ? ['"study"'] : []), '"seed"'];
  const instances = counts.some(({ of }) => of === 'instances') ? ['"instances"'] : [];
  return [...own, ...instances, ...new Set(measured)].join(', ');
}
