import { canonicalJson, hashText, type Json } from '../base/index.ts';
import type { Axis, CohortNode, Countable, RowNode } from './nodes.ts';
import { cohortJson, rowJson } from './normal-form.ts';

/** What a question asks, read against a policy and in normal form; without ε. */
export interface Question {
  readonly count: Countable;
  readonly cohort: CohortNode | undefined;
  readonly where: RowNode | undefined;
  readonly axes: readonly Axis[];
  /** Intake blocks as they were signed, sorted, each once. */
  readonly blocks: readonly number[];
}

/** The canonical form of a question: equal for questions that are rewritings of each other. */
export function canonicalForm({ count, cohort, where, axes, blocks }: Question): Json {
  return {
    count,
    cohort: cohort && cohortJson(cohort),
    where: where && rowJson(where),
    by: axes.length === 0 ? undefined : axes.map(axisJson),
    blocks,
  };
}

/** SHA-256, hex, of the canonical form (contract.md, “Canonical query”). */
export function hashOf(question: Question): string {
  return hashText('sfumato/query/v1', canonicalJson(canonicalForm(question)));
}

/** Defaults are dropped: a whole vocabulary and the policy's own bins are the field alone. */
function axisJson(axis: Axis): Json {
  const field = axis.column.field.keyword;
  if (axis.kind === 'values') {
    return axis.isWhole ? field : { field, values: axis.codes.map((code) => axis.column.values[code] ?? '') };
  }
  return axis.isDefault ? field : { field, bins: axis.edges };
}
