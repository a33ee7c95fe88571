import { canonicalJson, hashText, type Json } from '../base/index.ts';
import type { Axis, Bounds, CohortNode, MeasureNode, RowNode, Values } from './nodes.ts';
import { cohortJson, rowJson } from './normal-form.ts';

/** What a question asks, read against a policy and in normal form; without ε. */
export interface Question {
  /** What is measured, in one fixed order, each once. */
  readonly measures: readonly MeasureNode[];
  readonly cohort: CohortNode | undefined;
  readonly where: RowNode | undefined;
  readonly axes: readonly Axis[];
  /** Intake blocks as they were signed, sorted, each once. */
  readonly blocks: readonly number[];
}

/** The canonical form of a question: equal for questions that are rewritings of each other. */
export function canonicalForm({ measures, cohort, where, axes, blocks }: Question): Json {
  return {
    measures: measures.map(measureJson),
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

/** A measure as canonical JSON has it; defaults are dropped, and so are the points of quantiles, which the same tree answers. */
export function measureJson(node: MeasureNode): Json {
  switch (node.kind) {
    case 'count':
      return { count: node.of };
    case 'moments':
      return { moments: { fields: node.values.fields.map(boundsJson), ...reducingJson(node.values) } };
    case 'histogram':
      return { histogram: { ...valueJson(node.values), bins: node.isDefault ? undefined : node.edges } };
    default:
      return { [node.kind]: valueJson(node.values) };
  }
}

function valueJson(values: Values): { readonly [key: string]: Json } {
  return { fields: values.fields.map(boundsJson), ...reducingJson(values) };
}

function reducingJson({ per, reduce }: Values): { readonly [key: string]: Json } {
  return { ...(per === 'patient' ? {} : { per }), ...(reduce === 'first' ? {} : { reduce }) };
}

function boundsJson({ column, low, high }: Bounds): Json {
  const { keyword } = column.field;
  return low === column.minStep && high === column.maxStep
    ? keyword
    : { field: keyword, clamp: { low, high, unit: 'steps' } };
}

/** Defaults are dropped: a whole vocabulary and the policy's own bins are the field alone. */
function axisJson(axis: Axis): Json {
  const field = axis.column.field.keyword;
  if (axis.kind === 'values') {
    return axis.isWhole ? field : { field, values: axis.codes.map((code) => axis.column.values[code] ?? '') };
  }
  return axis.isDefault ? field : { field, bins: axis.edges };
}
