import { LIMITS } from '../base/index.ts';
import type { By } from '../contract/index.ts';
import { caught, isObjection } from './objection.ts';
import { type Bounded, multiplicityOf, type PlanInput, regrouped, type Unpriced } from './question.ts';
import { questionKeyOf } from './question-key.ts';
import { readAxes } from './read/axes.ts';
import { fieldsOf } from './read/fields.ts';

/** A finer table that answers a question once it is added up over some fields. */
export interface FinerTable {
  readonly questionKey: string;
  /** The fields that are added up, sorted. */
  readonly over: readonly string[];
  /** How many of its cells make one of the question's. */
  readonly cellsPerCell: number;
}

/**
 * The finer tables that answer a question exactly as it would be answered itself, but for noise: those with more fields of which
 * publish keeps one value per patient, over their whole domain. Each patient then lies in one of the cells that are added up.
 * Where a patient may touch more cells than count, there is none: other cells may be kept.
 */
export function finerTables(question: Bounded, { query, policy, facts }: PlanInput<Unpriced>): readonly FinerTable[] {
  if (question.groupsPerPatient < multiplicityOf(question.axes)) {
    return [];
  }
  const here = new Set(question.axes.map(({ column }) => column.field.keyword));
  const once = [...policy.columns.values()]
    .filter(({ field }) => field.multiplicity === 'patient' && field.role !== 'filter' && !here.has(field.keyword))
    .map(({ field }) => field.keyword)
    .filter((field) => facts.fields.includes(field))
    .sort();
  const fields = fieldsOf(policy, facts.fields);
  return subsets(once).flatMap((over) => {
    const by: By[] = [...(query.by ?? []), ...over];
    const finer = caught(() => regrouped(question, readAxes(by, fields), policy));
    return isObjection(finer) || !isSame(finer, question)
      ? []
      : [{ questionKey: questionKeyOf(finer, policy, facts), over, cellsPerCell: finer.cells / question.cells }];
  });
}

/** No cap binds differently: a patient may count in as many cells of the one as of the other. */
function isSame(finer: Bounded, { groupsPerPatient, pieces }: Bounded): boolean {
  return finer.groupsPerPatient === groupsPerPatient && finer.pieces.length === pieces.length;
}

/** All ways to take some of these, fewest first. */
function subsets(from: readonly string[]): readonly (readonly string[])[] {
  const ways = Array.from({ length: 2 ** from.length - 1 }, (_, at) => at + 1);
  return ways
    .map((way) => from.filter((_, bit) => ((way >> bit) & 1) === 1))
    .filter(({ length }) => length <= LIMITS.tableFieldsMax)
    .toSorted((left, right) => left.length - right.length);
}
