import { LIMITS } from '../base/index.ts';
import type { By } from '../contract/index.ts';
import { lawOf, type MechanismFacts, type NoiseFacts } from '../privacy/index.ts';
import { noiseHalfWidth, quickNoiseHalfWidth } from '../privacy/laws.ts';
import { fieldsOf } from './fields.ts';
import { caught, isObjection } from './objection.ts';
import type { Outline, PlanInput } from './plan.ts';
import { type Bounded, multiplicityOf, regrouped, type Unpriced } from './question.ts';
import { questionKeyOf } from './question-key.ts';
import { readAxes } from './read-axes.ts';

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
 * Where a patient may touch more cells than count, there is none: which cells are kept would differ.
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

/** What the noise of a stored answer is known by, piece by piece; of the kind that the site's questions get. */
export type StoredNoise = readonly NoiseFacts[];

/** A finer table whose stored answer, added up, would be this question's. */
export interface FinerAnswer {
  readonly question: string;
  readonly collapse: { readonly over: string[]; readonly queryHash: string };
  /** Whether its sums would surely have intervals no wider than those that were asked for. */
  readonly serves: (stored: StoredNoise) => boolean;
}

/** What may be looked for in place of an answer with this noise. */
export function finerAnswers(
  { finer, policy, queryHash }: Outline,
  { name, pieces }: MechanismFacts,
): readonly FinerAnswer[] {
  const confidence = policy.document.disclosure.confidence.value;
  return finer.map(({ questionKey, over, cellsPerCell }) => ({
    question: questionKey,
    collapse: { over: [...over], queryHash },
    serves: (stored) =>
      stored.length === pieces.length &&
      pieces.every((piece, at) => {
        const own = stored[at];
        const most = noiseHalfWidth([lawOf(name, piece)], { confidence });
        // All that a node does waits for this, also where an analyst only looks at prices: bounds have to do.
        return own !== undefined && quickNoiseHalfWidth(lawOf(name, own), cellsPerCell, { confidence }) <= most;
      }),
  }));
}
